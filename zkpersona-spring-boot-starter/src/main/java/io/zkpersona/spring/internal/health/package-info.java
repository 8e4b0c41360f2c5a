/** The library in the health endpoint, of Boot 3 and of Boot 4, whose classes differ in name. */
@NullMarked
package io.zkpersona.spring.internal.health;

import org.jspecify.annotations.NullMarked;
