package org.nightjar.async.recipient;

/** A payment that arrives. */
sealed interface Receipt permits Collecting, Settled {}
