package io.zkpersona.domain.behavior;

/**
 * The numbers of rows affected by an invalidation of blocks. Immutable and thread-safe.
 *
 * @param inputs the number of deleted inputs
 * @param claims the number of claims deleted with the inputs, including those of failed attempts
 * @param scores the number of deleted scoring results
 * @param proofs the number of proofs deleted, or kept without their reference to a deleted row
 * @param reputationRecords the number of reputation records invalidated or deleted; 0 if they are
 *     kept
 */
public record InputInvalidation(
    long inputs, long claims, long scores, long proofs, long reputationRecords) {}
