package io.zkpersona.storage.repository.change;

/**
 * The counts of dropped partitions and of the recorded changes dropped with them.
 *
 * @param partitions how many partitions were dropped
 * @param changes how many changes were in them
 */
public record DroppedChanges(long partitions, long changes) {}
