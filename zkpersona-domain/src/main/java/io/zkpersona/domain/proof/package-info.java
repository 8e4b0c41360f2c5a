/**
 * Zero-knowledge proofs and what is known of their verification. All types are immutable values.
 */
package io.zkpersona.domain.proof;
