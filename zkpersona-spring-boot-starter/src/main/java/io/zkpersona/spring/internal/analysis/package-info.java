/** Explains why an application did not start, with the next step. */
@NullMarked
package io.zkpersona.spring.internal.analysis;

import org.jspecify.annotations.NullMarked;
