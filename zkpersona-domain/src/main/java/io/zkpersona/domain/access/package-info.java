/** Roles, permissions and role grants. */
@NullMarked
package io.zkpersona.domain.access;

import org.jspecify.annotations.NullMarked;
