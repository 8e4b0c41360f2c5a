/** Typed ids, so that one kind of id can't be passed where another is wanted. */
package io.zkpersona.domain.id;
