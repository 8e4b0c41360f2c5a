/** Reputation over time, and what it rests on. All types are immutable values. */
@NullMarked
package io.zkpersona.domain.reputation;

import org.jspecify.annotations.NullMarked;
