package io.zkpersona.storage.repository.behavior;

/**
 * The counts of dropped partitions and of the rows dropped with them. Immutable and thread-safe.
 *
 * @param partitions how many partitions were dropped
 * @param inputs how many behavior inputs were in them
 * @param claims how many of those inputs were claimed, had failed attempts or were dead letters
 * @param scores how many scoring results were deleted with them
 * @param proofs how many zero-knowledge proofs of these inputs or scores were deleted with them
 */
public record DroppedPartitions(
    long partitions, long inputs, long claims, long scores, long proofs) {}
