package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;

/**
 * What is needed to create a {@link Sponsor}. Immutable and thread-safe.
 *
 * @param name 1 to 100 characters
 * @param blockchainNetwork the network on which it pays, 1 to 50 characters
 * @param walletAddress from which wallet
 * @param dailyBudget what may be spent a day (UTC), 0 or more and at most 78 digits, in the
 *     network's smallest unit
 * @param status whether it pays; active by default
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
   * Checks the values, composes the names, and spells the wallet as new ones are stored.
   *
   * @throws ValidationException if a value is missing or out of range, a text too short or too long
   *     or one that may not be stored anew (see {@link Sponsor#checkNewName}), or {@link
   *     WalletAddress#of} refuses the wallet
   */
  public CreateSponsorRequest {
    name = SponsorshipRules.newName(name);
    blockchainNetwork = SponsorshipRules.newNetwork(blockchainNetwork);
    walletAddress = WalletAddress.of(Checks.notNull("walletAddress", walletAddress).value());
    SponsorshipRules.amount("dailyBudget", dailyBudget);
    Checks.notNull("status", status);
  }

  /** A builder that holds the default. */
  public static CreateSponsorRequestBuilder builder() {
    return CreateSponsorRequestBuilder.builder().status(SponsorStatus.ACTIVE);
  }

  @Override
  public Sponsor toEntity(SponsorId id) {
    return new Sponsor(
        id, name, blockchainNetwork, walletAddress, dailyBudget, status, AuditStamp.unsaved());
  }
}
