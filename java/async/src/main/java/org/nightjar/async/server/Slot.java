package org.nightjar.async.server;

/** What is served in a slot of a recipient. */
sealed interface Slot permits EmptySlot, ServingSlot {}
