/** Starts and stops a PostgreSQL server of this machine's own, for builds, tests and examples. */
package io.zkpersona.embedded;
