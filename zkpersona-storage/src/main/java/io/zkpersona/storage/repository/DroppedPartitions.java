package io.zkpersona.storage.repository;

/**
 * What went with partitions that were dropped. Immutable and thread-safe.
 *
 * @param partitions how many partitions were dropped
 * @param inputs how many behavior inputs were in them
 * @param claims how many of those a worker had, had failed with or had given up
 * @param scores how many scoring results went with them
 * @param proofs how many zero-knowledge proofs of them, or of those scores, went with them
 */
public record DroppedPartitions(
    long partitions, long inputs, long claims, long scores, long proofs) {}
