package io.zkpersona.domain.proof;

/**
 * The proofs affected by a chain reorganization. Immutable and thread-safe.
 *
 * @param cleared the number of proofs no longer known to be on chain
 * @param unverified the number of proofs that returned from verified to pending because their
 *     verification was on chain
 */
public record BlockInvalidation(int cleared, int unverified) {}
