/** What a model thought of a behavior input. All types are immutable values. */
@NullMarked
package io.zkpersona.domain.scoring;

import org.jspecify.annotations.NullMarked;
