/** A candidate: see its class. */
@NullMarked
package io.zkpersona.benchmarks.candidate.raw;

import org.jspecify.annotations.NullMarked;
