package org.nightjar.cli.demo;

import org.nightjar.Peeled;

/**
 * A packet in the wrong hands, or tampered with.
 *
 * @param story what was tried
 * @param rejected how it was refused
 */
record Attempt(String story, Peeled.Rejected rejected) {}
