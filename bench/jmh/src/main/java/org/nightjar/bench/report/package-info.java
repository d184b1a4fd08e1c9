/** Results of one or several machines as one HTML page that needs nothing else. */
package org.nightjar.bench.report;
