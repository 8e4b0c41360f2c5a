package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigInteger;

/**
 * The changes to a {@link Sponsor}; everything is kept by default. The status is not part of it.
 * Immutable and thread-safe.
 *
 * @param name the name
 * @param blockchainNetwork the network on which it pays from now on
 * @param walletAddress the paying wallet
 * @param dailyBudget the budget per day, effective from the next day if today has a reservation
 */
@GenerateBuilder
public record UpdateSponsorRequest(
    Change<String> name,
    Change<String> blockchainNetwork,
    Change<WalletAddress> walletAddress,
    Change<BigInteger> dailyBudget)
    implements UpdateRequest<Sponsor>, UpdateSponsorRequestBuilder.With {

  /**
   * Checks the new values as {@link CreateSponsorRequest} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or a value is cleared
   */
  public UpdateSponsorRequest {
    name = ChangeChecks.required("name", name, SponsorshipRules::newName);
    blockchainNetwork =
        ChangeChecks.required("blockchainNetwork", blockchainNetwork, SponsorshipRules::newNetwork);
    walletAddress =
        ChangeChecks.required(
            "walletAddress", walletAddress, wallet -> WalletAddress.of(wallet.value()));
    ChangeChecks.required(
        "dailyBudget", dailyBudget, amount -> SponsorshipRules.amount("dailyBudget", amount));
  }

  /** Returns a builder that keeps everything. */
  public static UpdateSponsorRequestBuilder builder() {
    return UpdateSponsorRequestBuilder.builder()
        .name(Change.keep())
        .blockchainNetwork(Change.keep())
        .walletAddress(Change.keep())
        .dailyBudget(Change.keep());
  }

  @Override
  public Sponsor applyTo(Sponsor current) {
    return new Sponsor(
        current.id(),
        name.value().orElse(current.name()),
        blockchainNetwork.value().orElse(current.blockchainNetwork()),
        walletAddress.value().orElse(current.walletAddress()),
        dailyBudget.value().orElse(current.dailyBudget()),
        current.status(),
        current.audit());
  }
}
