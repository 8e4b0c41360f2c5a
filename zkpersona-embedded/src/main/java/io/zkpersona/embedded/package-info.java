/** Starts and stops a PostgreSQL server of this machine's own, for builds, tests and examples. */
@NullMarked
package io.zkpersona.embedded;

import org.jspecify.annotations.NullMarked;
