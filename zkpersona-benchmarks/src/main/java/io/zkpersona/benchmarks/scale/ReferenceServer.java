package io.zkpersona.benchmarks.scale;

/**
 * A server that the model assumes. Nothing of it was measured.
 *
 * @param cores processor cores as fast as the measured ones
 * @param busy the share of the cores that the peak may use
 * @param storageBytes what it stores
 * @param restoredPerSecond bytes that a backup is restored and a table is read with in a second
 * @param checkpointSeconds the time between checkpoints
 * @param tripMicros the time of a round trip between service and server
 * @param replayBusy the share of its time that replay may take at the peak
 * @param restoreSeconds the time that restoring a backup may take
 */
record ReferenceServer(
    int cores,
    double busy,
    double storageBytes,
    double restoredPerSecond,
    double checkpointSeconds,
    double tripMicros,
    double replayBusy,
    double restoreSeconds) {

  /** A large but ordinary server of 2026: 32 cores, 8 TB, 500 MB/s, restored in four hours. */
  static final ReferenceServer ASSUMED =
      new ReferenceServer(32, 0.6, 8e12, 5e8, 900, 500, 0.5, 14_400);
}
