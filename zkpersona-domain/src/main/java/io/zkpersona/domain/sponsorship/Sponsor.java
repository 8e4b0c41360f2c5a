package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;

/**
 * A sponsor, which pays for the gas of users' transactions. Immutable and thread-safe.
 *
 * @param id the sponsor's id
 * @param name 1 to 100 characters, unique
 * @param blockchainNetwork the network on which it pays, 1 to 50 characters
 * @param walletAddress the paying wallet, unique on a network
 * @param dailyBudget the budget per day (UTC), 0 or more and at most 78 digits, in the network's
 *     smallest unit (wei); the first reservation of a day fixes it for that day
 * @param status the status
 * @param audit the audit columns
 */
@GenerateBuilder
public record Sponsor(
    SponsorId id,
    String name,
    String blockchainNetwork,
    WalletAddress walletAddress,
    BigInteger dailyBudget,
    SponsorStatus status,
    AuditStamp audit)
    implements Entity<SponsorId>, SponsorBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing or out of range, or a text too short or too
   *     long
   */
  public Sponsor {
    Checks.notNull("id", id);
    SponsorshipRules.name(name);
    SponsorshipRules.network(blockchainNetwork);
    Checks.notNull("walletAddress", walletAddress);
    SponsorshipRules.amount("dailyBudget", dailyBudget);
    Checks.notNull("status", status);
    Checks.notNull("audit", audit);
  }

  /** Returns a builder with a new id, active; name, network, wallet and budget remain to be set. */
  public static SponsorBuilder builder() {
    return SponsorBuilder.builder()
        .id(SponsorId.generate())
        .status(SponsorStatus.ACTIVE)
        .audit(AuditStamp.unsaved());
  }

  /**
   * Rejects a name that old rows may contain but that cannot be stored as new.
   *
   * @param name the name
   * @throws ValidationException if it contains control characters, format characters or other
   *     invisible characters, starts or ends with white space, contains white space other than
   *     U+0020, or is not normalized (Unicode's form C)
   */
  public static void checkNewName(String name) {
    SponsorshipRules.checkNewName(name);
  }

  /**
   * Rejects a network that old rows may contain but that cannot be stored as new.
   *
   * @param network the network's name
   * @throws ValidationException as for {@link #checkNewName}
   */
  public static void checkNewNetwork(String network) {
    SponsorshipRules.checkNewNetwork(network);
  }

  /** Returns a builder with the values of this object. */
  public SponsorBuilder toBuilder() {
    return SponsorBuilder.builder(this);
  }
}
