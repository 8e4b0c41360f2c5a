/** Migrates the schema to this library's version with Flyway, or checks that it is up to date. */
@NullMarked
package io.zkpersona.storage.internal.migrate;

import org.jspecify.annotations.NullMarked;
