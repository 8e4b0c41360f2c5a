package io.zkpersona.domain.behavior;

/**
 * Counts the rows that an invalidation of blocks took back. Immutable and thread-safe.
 *
 * @param inputs how many inputs were deleted
 * @param claims how many claims of workers, failed attempts among them, went with them
 * @param scores how many scoring results were deleted
 * @param proofs how many proofs were deleted, or kept without naming what is gone
 * @param reputationRecords how many reputation records were invalidated or deleted; 0 where they
 *     are kept
 */
public record InputInvalidation(
    long inputs, long claims, long scores, long proofs, long reputationRecords) {}
