package org.nightjar.async.store;

/**
 * A record as it lies in the store.
 *
 * @param version 1 when it was first put, one more with each put after that
 * @param value not shared with the store; may be changed by nobody
 * @param due when and at which height it wants attention
 */
public record Stored(Key key, long version, byte[] value, Due due) {}
