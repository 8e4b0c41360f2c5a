/** A candidate: see its class. */
@NullMarked
package io.zkpersona.benchmarks.candidate.ours;

import org.jspecify.annotations.NullMarked;
