/**
 * Tools for tests that know nothing of the library: child processes, log capture, waiting, files.
 */
package io.zkpersona.storage.testing;
