package io.zkpersona.storage.repository;

import java.time.Duration;

/**
 * What a bulk call came to.
 *
 * <p>Of {@code insertAbsent}, {@code inserted}, {@code present} and {@code differing} add up to the
 * rows of the source that it read and did not skip. Other calls count neither of the last two.
 *
 * @param inserted how many rows it inserted
 * @param updated how many rows it updated
 * @param deleted how many rows it deleted, without what went with them by the schema's rules
 * @param present how many rows were there already, with the same content, and were left as they are
 * @param differing how many rows were there already, with other content, and were left as they are
 * @param elapsed how long it took
 */
public record BulkResult(
    long inserted, long updated, long deleted, long present, long differing, Duration elapsed) {

  /** How many rows it wrote. */
  public long rows() {
    return inserted + updated + deleted;
  }
}
