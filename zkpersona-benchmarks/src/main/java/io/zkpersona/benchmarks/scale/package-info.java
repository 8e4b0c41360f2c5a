/**
 * Computes from the measured cost of calls how far servers carry, and simulates what cannot be
 * computed.
 */
@NullMarked
package io.zkpersona.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
