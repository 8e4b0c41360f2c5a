/** The output of a run: samples, table and plots. */
@NullMarked
package io.zkpersona.benchmarks.report;

import org.jspecify.annotations.NullMarked;
