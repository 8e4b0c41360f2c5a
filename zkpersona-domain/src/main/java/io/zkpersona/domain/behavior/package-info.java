/** User behavior: sessions and the inputs recorded in them. All types are immutable values. */
@NullMarked
package io.zkpersona.domain.behavior;

import org.jspecify.annotations.NullMarked;
