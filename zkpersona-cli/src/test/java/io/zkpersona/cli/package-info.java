/** Tests of the command line as its callers see it: arguments in, text and exit codes out. */
package io.zkpersona.cli;
