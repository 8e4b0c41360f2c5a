/** What JMH runs: one class for each family of operations, and how the candidates take turns. */
@NullMarked
package io.zkpersona.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
