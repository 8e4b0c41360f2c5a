package io.zkpersona.storage.internal.bulk;

import io.zkpersona.storage.repository.bulk.BulkResult;
import java.time.Duration;

/**
 * The number of rows inserted, updated, deleted, present already, and present with other content.
 */
public record Written(long inserted, long updated, long deleted, long present, long differing) {

  static final Written NOTHING = new Written(0, 0, 0);

  public Written(long inserted, long updated, long deleted) {
    this(inserted, updated, deleted, 0, 0);
  }

  public static Written absent(long inserted, long present, long differing) {
    return new Written(inserted, 0, 0, present, differing);
  }

  public Written plus(Written other) {
    return new Written(
        inserted + other.inserted,
        updated + other.updated,
        deleted + other.deleted,
        present + other.present,
        differing + other.differing);
  }

  public BulkResult result(Duration elapsed) {
    return new BulkResult(inserted, updated, deleted, present, differing, elapsed);
  }
}
