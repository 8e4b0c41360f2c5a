/** Calls through a network: the time that waiting for round trips takes. */
@NullMarked
package io.zkpersona.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
