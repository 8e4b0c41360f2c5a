/**
 * Users: their table and lookups by wallet, e-mail address and name, singly or in bulk.
 *
 * <p>Erasure is in {@code erasure}, sign-in in {@code auth}.
 */
@NullMarked
package io.zkpersona.storage.internal.user;

import org.jspecify.annotations.NullMarked;
