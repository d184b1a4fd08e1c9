/**
 * The static invoice server: hands out the invoices of recipients that sleep. Nothing here can hold
 * a payment hash, so a server has nothing to steal with (bLIP 66).
 */
@NullMarked
package org.nightjar.async.server;

import org.jspecify.annotations.NullMarked;
