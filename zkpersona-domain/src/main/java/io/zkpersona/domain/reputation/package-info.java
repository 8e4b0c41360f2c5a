/** Reputation over time, and what it rests on. All types are immutable values. */
package io.zkpersona.domain.reputation;
