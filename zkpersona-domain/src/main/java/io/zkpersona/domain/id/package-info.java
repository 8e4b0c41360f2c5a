/** Typed ids, so that one kind of id can't be passed where another is wanted. */
@NullMarked
package io.zkpersona.domain.id;

import org.jspecify.annotations.NullMarked;
