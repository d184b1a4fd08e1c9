package org.nightjar.async.server;

/** Nothing was served yet, or not for so long that nobody remembers; not stored. */
record EmptySlot() implements Slot {}
