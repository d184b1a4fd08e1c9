package org.nightjar.async.recipient;

/** That the payment is claimed is durable; the parts are being fulfilled. */
record Claiming(Claim claim) implements Settled {}
