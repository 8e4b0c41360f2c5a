/** Applications on databases of an embedded server, for both lines of Spring Boot. */
@NullMarked
package io.zkpersona.spring.testing;

import org.jspecify.annotations.NullMarked;
