/**
 * Sign-in: challenges of wallets, sessions, rotated refresh tokens.
 *
 * <p>What somebody may do is in {@code access}.
 */
@NullMarked
package io.zkpersona.storage.internal.auth;

import org.jspecify.annotations.NullMarked;
