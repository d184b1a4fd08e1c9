package org.nightjar.async.mailbox;

/** What waits for a client. */
sealed interface Mailbox permits EmptyMailbox, FilledMailbox {}
