package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sponsors are wanted; a null member restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the members that are set, not their values.
 *
 * @param status whether they pay
 * @param blockchainNetwork on which network
 * @param createdFrom created then or later, cut to microseconds
 * @param createdUntil created before then, cut to microseconds
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
   * @throws ValidationException if the network's text is one that the database can't hold, a time
   *     is outside what it can hold, or {@code createdFrom} is after {@code createdUntil}
   */
  public SponsorFilter {
    if (blockchainNetwork != null) {
      Checks.wellFormed("blockchainNetwork", blockchainNetwork);
    }
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** A builder with nothing set. */
  public static SponsorFilterBuilder builder() {
    return SponsorFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static SponsorFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("SponsorFilter")
        .add("status", status)
        .add("blockchainNetwork", blockchainNetwork)
        .add("createdFrom", createdFrom)
        .add("createdUntil", createdUntil)
        .toString();
  }
}
