/** The rules that values of several types share; not exported. */
@NullMarked
package io.zkpersona.domain.validation;

import org.jspecify.annotations.NullMarked;
