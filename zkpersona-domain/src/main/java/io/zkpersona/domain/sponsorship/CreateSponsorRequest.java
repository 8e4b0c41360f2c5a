package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;

/**
 * The values of a new {@link Sponsor}. Immutable and thread-safe.
 *
 * @param name 1 to 100 characters
 * @param blockchainNetwork the network on which it pays, 1 to 50 characters
 * @param walletAddress the paying wallet
 * @param dailyBudget the budget per day (UTC), 0 or more and at most 78 digits, in the network's
 *     smallest unit
 * @param status the status; active by default
 */
@GenerateBuilder
public record CreateSponsorRequest(
    String name,
    String blockchainNetwork,
    WalletAddress walletAddress,
    BigInteger dailyBudget,
    SponsorStatus status)
    implements CreateRequest<Sponsor, SponsorId>, CreateSponsorRequestBuilder.With {

  /**
   * Checks the values, and normalizes the names and the wallet to the form in which new ones are
   * stored.
   *
   * @throws ValidationException if a value is missing or out of range, a text is too short or too
   *     long or cannot be stored as new (see {@link Sponsor#checkNewName}), or {@link
   *     WalletAddress#of} rejects the wallet
   */
  public CreateSponsorRequest {
    name = SponsorshipRules.newName(name);
    blockchainNetwork = SponsorshipRules.newNetwork(blockchainNetwork);
    walletAddress = WalletAddress.of(Checks.notNull("walletAddress", walletAddress).value());
    SponsorshipRules.amount("dailyBudget", dailyBudget);
    Checks.notNull("status", status);
  }

  /** Returns a builder with the default values. */
  public static CreateSponsorRequestBuilder builder() {
    return CreateSponsorRequestBuilder.builder().status(SponsorStatus.ACTIVE);
  }

  @Override
  public Sponsor toEntity(SponsorId id) {
    return new Sponsor(
        id, name, blockchainNetwork, walletAddress, dailyBudget, status, AuditStamp.unsaved());
  }
}
