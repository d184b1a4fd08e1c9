package org.nightjar.cli.demo;

import org.nightjar.cli.NamedFields;

/**
 * Decoded contents.
 *
 * @param heading whose, or of what
 */
record Section(String heading, NamedFields fields) {}
