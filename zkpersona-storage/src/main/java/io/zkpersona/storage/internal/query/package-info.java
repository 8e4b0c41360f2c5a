/** Builds, renders and runs statements: SQL from jOOQ, executed with plain JDBC. */
@NullMarked
package io.zkpersona.storage.internal.query;

import org.jspecify.annotations.NullMarked;
