/**
 * Sign-in: wallet challenges, sessions and rotating refresh tokens.
 *
 * <p>Permissions are in {@code access}.
 */
@NullMarked
package io.zkpersona.storage.internal.auth;

import org.jspecify.annotations.NullMarked;
