package io.zkpersona.storage.repository;

import java.time.Duration;

/**
 * What a bulk call came to.
 *
 * @param inserted how many rows it inserted
 * @param updated how many rows it updated
 * @param deleted how many rows it deleted, without what went with them by the schema's rules
 * @param elapsed how long it took
 */
public record BulkResult(long inserted, long updated, long deleted, Duration elapsed) {

  /** How many rows it wrote. */
  public long rows() {
    return inserted + updated + deleted;
  }
}
