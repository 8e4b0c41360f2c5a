package io.zkpersona.storage.repository.bulk;

import java.time.Duration;

/**
 * The result of a bulk call.
 *
 * <p>For {@code insertAbsent}, {@code inserted}, {@code present} and {@code differing} add up to
 * the rows of the source that were read and not skipped. For other calls, {@code present} and
 * {@code differing} are 0.
 *
 * @param inserted how many rows were inserted
 * @param updated how many rows were updated
 * @param deleted how many rows were deleted, not counting rows deleted by cascade
 * @param present how many rows were already stored with the same content and left unchanged
 * @param differing how many rows were already stored with different content and left unchanged
 * @param elapsed the duration of the call
 */
public record BulkResult(
    long inserted, long updated, long deleted, long present, long differing, Duration elapsed) {

  /** Returns the total number of rows inserted, updated and deleted. */
  public long rows() {
    return inserted + updated + deleted;
  }
}
