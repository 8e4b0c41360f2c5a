/**
 * Erases a user together with all dependent rows.
 *
 * <p>The user table and its repository are in {@code user}.
 */
@NullMarked
package io.zkpersona.storage.internal.erasure;

import org.jspecify.annotations.NullMarked;
