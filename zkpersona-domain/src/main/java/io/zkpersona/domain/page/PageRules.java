package io.zkpersona.domain.page;

import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/** Checks shared by the parameters of pages and slices. */
final class PageRules {
  /** PostgreSQL's limit for a column name. */
  private static final int MAX_COLUMN_NAME = 63;

  private PageRules() {}

  static void limit(int limit) {
    Checks.range("limit", limit, 1, PaginationParams.MAX_LIMIT);
  }

  static void sortBy(@Nullable String sortBy) {
    Checks.nullableText("sortBy", sortBy, 1, MAX_COLUMN_NAME);
  }
}
