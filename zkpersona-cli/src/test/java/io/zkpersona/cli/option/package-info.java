/** Tests of what all commands share. */
package io.zkpersona.cli.option;
