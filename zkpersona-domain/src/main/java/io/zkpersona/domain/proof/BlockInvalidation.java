package io.zkpersona.domain.proof;

/**
 * What a chain reorganisation took back. Immutable and thread-safe.
 *
 * @param cleared how many proofs are no longer known to be on chain
 * @param unverified how many proofs went back from verified to pending, since what verified them
 *     was on chain
 */
public record BlockInvalidation(int cleared, int unverified) {}
