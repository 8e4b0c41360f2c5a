/** Servers, rows and runs of the command line for tests. */
package io.zkpersona.cli.testing;
