/**
 * Removes a person with everything that hangs on them.
 *
 * <p>A user's own row and its steps are in {@code user}.
 */
@NullMarked
package io.zkpersona.storage.internal.erasure;

import org.jspecify.annotations.NullMarked;
