/** Runs a local PostgreSQL server for builds, tests and examples. */
@NullMarked
package io.zkpersona.embedded;

import org.jspecify.annotations.NullMarked;
