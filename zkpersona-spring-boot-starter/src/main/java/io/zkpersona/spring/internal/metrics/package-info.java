/**
 * Meters and spans of the library, where {@code zkpersona-micrometer} is on the class path.
 *
 * <p>The meters themselves are made there.
 */
@NullMarked
package io.zkpersona.spring.internal.metrics;

import org.jspecify.annotations.NullMarked;
