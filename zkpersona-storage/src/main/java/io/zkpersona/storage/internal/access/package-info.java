/**
 * Roles, permissions, and who has them until when.
 *
 * <p>Who somebody is is in {@code auth}.
 */
@NullMarked
package io.zkpersona.storage.internal.access;

import org.jspecify.annotations.NullMarked;
