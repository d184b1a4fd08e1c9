package org.nightjar.async.recipient;

/** The application was told. Kept so that the hash is never claimed again. */
record Claimed(Claim claim) implements Settled {}
