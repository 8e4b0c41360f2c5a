/** The library's migrations beside those of the application. */
@NullMarked
package io.zkpersona.spring.migration;

import org.jspecify.annotations.NullMarked;
