/** The candidates of the comparison and their operations. */
@NullMarked
package io.zkpersona.benchmarks.candidate;

import org.jspecify.annotations.NullMarked;
