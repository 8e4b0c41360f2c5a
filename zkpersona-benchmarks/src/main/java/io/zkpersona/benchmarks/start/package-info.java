/** Measures the time from the launch of a JVM to its first row. */
@NullMarked
package io.zkpersona.benchmarks.start;

import org.jspecify.annotations.NullMarked;
