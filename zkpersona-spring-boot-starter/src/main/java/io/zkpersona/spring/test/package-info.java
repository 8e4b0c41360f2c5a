/** Tests of an application's use of the library: a slice with the repositories and a database. */
@NullMarked
package io.zkpersona.spring.test;

import org.jspecify.annotations.NullMarked;
