/** The server, its rows, and what is known about them. */
@NullMarked
package io.zkpersona.benchmarks.data;

import org.jspecify.annotations.NullMarked;
