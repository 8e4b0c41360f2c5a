/**
 * Users: their table, look-ups by wallet, e-mail and name, bulk loading.
 *
 * <p>Erasure is in {@code erasure}, sign-in in {@code auth}.
 */
@NullMarked
package io.zkpersona.storage.internal.user;

import org.jspecify.annotations.NullMarked;
