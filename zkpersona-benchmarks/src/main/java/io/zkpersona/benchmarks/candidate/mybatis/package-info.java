/** A candidate: see its class. */
@NullMarked
package io.zkpersona.benchmarks.candidate.mybatis;

import org.jspecify.annotations.NullMarked;
