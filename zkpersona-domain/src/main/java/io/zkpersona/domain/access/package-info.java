/** Roles, permissions and who has which. */
@NullMarked
package io.zkpersona.domain.access;

import org.jspecify.annotations.NullMarked;
