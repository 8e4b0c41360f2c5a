/** Calls that change several rows together: what they are given, and what must be stored then. */
@NullMarked
package io.zkpersona.benchmarks.lifecycle;

import org.jspecify.annotations.NullMarked;
