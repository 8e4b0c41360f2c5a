/**
 * Erases a person with all dependent data.
 *
 * <p>The user's row and its status transitions are in {@code user}.
 */
@NullMarked
package io.zkpersona.storage.internal.erasure;

import org.jspecify.annotations.NullMarked;
