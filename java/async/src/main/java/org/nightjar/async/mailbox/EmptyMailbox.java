package org.nightjar.async.mailbox;

/** Nothing waits; not stored. */
record EmptyMailbox() implements Mailbox {}
