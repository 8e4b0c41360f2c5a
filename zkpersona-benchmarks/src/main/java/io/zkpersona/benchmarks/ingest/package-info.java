/**
 * Loads with duplicates, by the library and plain JDBC in turns, in a process with a small heap.
 */
@NullMarked
package io.zkpersona.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
