/** Requests to create and update entities, and the field changes of updates. */
@NullMarked
package io.zkpersona.domain.change;

import org.jspecify.annotations.NullMarked;
