/**
 * Sign-in: wallet challenges, sessions, refresh token rotation.
 *
 * <p>Authorization is in {@code access}.
 */
@NullMarked
package io.zkpersona.storage.internal.auth;

import org.jspecify.annotations.NullMarked;
