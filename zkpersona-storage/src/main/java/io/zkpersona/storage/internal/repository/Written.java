package io.zkpersona.storage.internal.repository;

import io.zkpersona.storage.repository.BulkResult;
import java.time.Duration;

/** How many rows were written, and how. */
record Written(long inserted, long updated, long deleted) {

  static final Written NOTHING = new Written(0, 0, 0);

  Written plus(Written other) {
    return new Written(inserted + other.inserted, updated + other.updated, deleted + other.deleted);
  }

  BulkResult result(Duration elapsed) {
    return new BulkResult(inserted, updated, deleted, elapsed);
  }
}
