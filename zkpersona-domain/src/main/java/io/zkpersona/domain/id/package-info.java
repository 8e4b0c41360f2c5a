/** Typed ids, so that an id of one type cannot be passed in place of another. */
@NullMarked
package io.zkpersona.domain.id;

import org.jspecify.annotations.NullMarked;
