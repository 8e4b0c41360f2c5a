/** Checks shared by several types; not exported. */
@NullMarked
package io.zkpersona.domain.validation;

import org.jspecify.annotations.NullMarked;
