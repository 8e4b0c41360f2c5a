/** A candidate: see its class. */
@NullMarked
package io.zkpersona.benchmarks.candidate.jdbi;

import org.jspecify.annotations.NullMarked;
