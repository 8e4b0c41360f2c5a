package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for sponsors; a null component restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param status the status
 * @param blockchainNetwork the network
 * @param createdFrom the earliest creation time, inclusive; truncated to microseconds
 * @param createdUntil the latest creation time, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record SponsorFilter(
    @Nullable SponsorStatus status,
    @Nullable String blockchainNetwork,
    @Nullable Instant createdFrom,
    @Nullable Instant createdUntil)
    implements SponsorFilterBuilder.With {

  private static final SponsorFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if the network contains characters that the database cannot store,
   *     a time is outside the range of the database, or {@code createdFrom} is after {@code
   *     createdUntil}
   */
  public SponsorFilter {
    if (blockchainNetwork != null) {
      Checks.wellFormed("blockchainNetwork", blockchainNetwork);
    }
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** Returns a builder with nothing set. */
  public static SponsorFilterBuilder builder() {
    return SponsorFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static SponsorFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, SponsorFilterBuilder.stream(this));
  }
}
