/**
 * People: their table, look-ups by wallet, e-mail and name, many at once.
 *
 * <p>Erasing a person is in {@code erasure}, signing one in in {@code auth}.
 */
@NullMarked
package io.zkpersona.storage.internal.user;

import org.jspecify.annotations.NullMarked;
