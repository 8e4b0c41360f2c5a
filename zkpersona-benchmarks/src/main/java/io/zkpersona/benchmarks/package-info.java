/** The command lines of the benchmarks. */
@NullMarked
package io.zkpersona.benchmarks;

import org.jspecify.annotations.NullMarked;
