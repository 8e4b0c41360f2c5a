/** The rules that values of several types share; not exported. */
package io.zkpersona.domain.validation;
