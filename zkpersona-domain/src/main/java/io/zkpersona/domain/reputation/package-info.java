/**
 * Reputation over time and the proofs and scoring results that support it. All types are immutable
 * values.
 */
@NullMarked
package io.zkpersona.domain.reputation;

import org.jspecify.annotations.NullMarked;
