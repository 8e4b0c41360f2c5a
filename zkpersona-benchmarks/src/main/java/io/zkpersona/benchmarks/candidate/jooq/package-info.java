/** A candidate: see its class. */
@NullMarked
package io.zkpersona.benchmarks.candidate.jooq;

import org.jspecify.annotations.NullMarked;
