/** How long a JVM takes from its launch to the first row. */
@NullMarked
package io.zkpersona.benchmarks.start;

import org.jspecify.annotations.NullMarked;
