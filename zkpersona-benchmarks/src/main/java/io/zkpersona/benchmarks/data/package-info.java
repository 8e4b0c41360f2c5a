/** The server, its rows, and access to them. */
@NullMarked
package io.zkpersona.benchmarks.data;

import org.jspecify.annotations.NullMarked;
