package io.zkpersona.domain.scoring;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the values of a scoring result. Old rows may contain values that cannot be written.
 */
final class ScoringRules {
  private static final int SCORE_PRECISION = 10;
  private static final int SCORE_SCALE = 4;
  private static final int MAX_MODEL_VERSION = 255;

  // The range of a numeric without declared limits.
  private static final int MAX_WHOLE_DIGITS = 131_072;
  private static final int MAX_DECIMALS = 16_383;

  private ScoringRules() {}

  /** Checks a score as it may be stored. Equal numbers result in equal objects. */
  static BigDecimal storedScore(String field, @Nullable BigDecimal score) {
    BigDecimal shortest = Checks.notNull(field, score).stripTrailingZeros();
    long wholeDigits = (long) shortest.precision() - shortest.scale();
    if (shortest.scale() > MAX_DECIMALS || wholeDigits > MAX_WHOLE_DIGITS) {
      throw new ValidationException(
          field,
          "more digits than the database can store (expected: at most 131072 digits before the"
              + " decimal point and 16383 after)");
    }
    return shortest.scale() < SCORE_SCALE ? shortest.setScale(SCORE_SCALE) : shortest;
  }

  /** Returns null for null; otherwise checks like {@link #storedScore}. */
  static @Nullable BigDecimal bound(String field, @Nullable BigDecimal score) {
    return score == null ? null : storedScore(field, score);
  }

  /** Checks a score to be written. */
  static BigDecimal writableScore(@Nullable BigDecimal score) {
    return Checks.decimal("score", score, SCORE_PRECISION, SCORE_SCALE);
  }

  static @Nullable BigDecimal confidence(@Nullable BigDecimal confidenceLevel) {
    return confidenceLevel == null ? null : Checks.fraction("confidenceLevel", confidenceLevel);
  }

  /** Checks a model version as it may be stored. */
  static String storedModelVersion(@Nullable String modelVersion) {
    return Checks.wellFormed("modelVersion", Checks.notNull("modelVersion", modelVersion));
  }

  /** Checks a model version to be written. */
  static String writableModelVersion(@Nullable String modelVersion) {
    return Checks.text("modelVersion", modelVersion, 1, MAX_MODEL_VERSION);
  }
}
