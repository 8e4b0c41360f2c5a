/**
 * Roles, permissions and grants with expiry.
 *
 * <p>Authentication is in {@code auth}.
 */
@NullMarked
package io.zkpersona.storage.internal.access;

import org.jspecify.annotations.NullMarked;
