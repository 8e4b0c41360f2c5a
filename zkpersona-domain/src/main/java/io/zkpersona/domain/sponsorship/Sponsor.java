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
 * Who pays for the gas of others. Immutable and thread-safe.
 *
 * @param id the sponsor's id
 * @param name 1 to 100 characters, unique
 * @param blockchainNetwork the network on which it pays, 1 to 50 characters
 * @param walletAddress from which wallet, unique on a network
 * @param dailyBudget what may be spent a day (UTC), 0 or more and at most 78 digits, in the
 *     network's smallest unit (wei); the first reservation of a day fixes it for that day
 * @param status whether it pays
 * @param audit who wrote this and when
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

  /** A builder with a new id, active; name, network, wallet and budget are still to be set. */
  public static SponsorBuilder builder() {
    return SponsorBuilder.builder()
        .id(SponsorId.generate())
        .status(SponsorStatus.ACTIVE)
        .audit(AuditStamp.unsaved());
  }

  /**
   * Refuses a name that old rows may hold, but that may not be stored anew.
   *
   * @param name the name
   * @throws ValidationException if it holds controls, format characters or others that can't be
   *     seen, has white space at an end or other than U+0020 between, or is not composed (Unicode's
   *     normalization form C)
   */
  public static void checkNewName(String name) {
    SponsorshipRules.checkNewName(name);
  }

  /**
   * Refuses a network that old rows may name, but that may not be stored anew.
   *
   * @param network the network's name
   * @throws ValidationException as for {@link #checkNewName}
   */
  public static void checkNewNetwork(String network) {
    SponsorshipRules.checkNewNetwork(network);
  }

  /** A builder that holds these values. */
  public SponsorBuilder toBuilder() {
    return SponsorBuilder.builder(this);
  }
}
