/** The JMH benchmarks, one class for each family of operations, and the turns of the candidates. */
@NullMarked
package io.zkpersona.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
