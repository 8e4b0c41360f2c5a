/** Calls of the library inside and outside the transactions of an application. */
@NullMarked
package io.zkpersona.spring.transaction;

import org.jspecify.annotations.NullMarked;
