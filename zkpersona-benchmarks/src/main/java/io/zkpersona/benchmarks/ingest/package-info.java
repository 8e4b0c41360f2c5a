/** Loads with repeats, by the library and by hand in turns, in a process of little heap. */
@NullMarked
package io.zkpersona.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
