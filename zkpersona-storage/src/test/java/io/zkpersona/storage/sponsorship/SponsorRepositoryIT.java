package io.zkpersona.storage.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.SponsorRepository;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@NewestServerOnly(unlessLong = true)
class SponsorRepositoryIT extends RepositoryContract<Sponsor, SponsorId, SponsorFilter> {

  SponsorRepositoryIT() {
    super(new SponsorFixture());
  }

  private SponsorRepository sponsors() {
    return repositories().sponsors();
  }

  @Test
  void aSponsorIsFoundByItsName() {
    Sponsor stored = sponsors().save(fixture().minimal(draw()).withName("Ü. & Söhne"));

    assertThat(sponsors().findByName("Ü. & Söhne")).contains(stored);
    assertThat(sponsors().findByName("ü. & söhne")).isEmpty();
    assertThat(sponsors().findBudget(stored.id(), LocalDate.of(2024, 5, 6))).isEmpty();
  }

  @Test
  void aNameIsTakenOnceAndAWalletOnceOnANetwork() {
    WalletAddress wallet = new WalletAddress("0xABCDEF0000000000000000000000000000000001");
    Sponsor stored = sponsors().save(fixture().minimal(draw()).withWalletAddress(wallet));
    Sponsor other = fixture().minimal(draw());
    WalletAddress lowerCase = new WalletAddress("0xabcdef0000000000000000000000000000000001");

    assertTaken("name", other.withName(stored.name()));
    assertTaken("walletAddress, blockchainNetwork", other.withWalletAddress(lowerCase));
    assertThat(
            sponsors()
                .save(other.withWalletAddress(lowerCase).withBlockchainNetwork("another"))
                .walletAddress())
        .isEqualTo(wallet);
  }

  @Test
  void nothingSpoiledEntersASponsor() {
    Sponsor stored = sponsors().save(fixture().minimal(draw()));
    Sponsor other = fixture().minimal(draw());

    for (Sponsor bad :
        new Sponsor[] {
          other.withName("sponsor "),
          other.withBlockchainNetwork("poly\u200bgon"),
          other.withWalletAddress(new WalletAddress("0x" + "0".repeat(39)))
        }) {
      assertThatThrownBy(() -> sponsors().save(bad)).isInstanceOf(ValidationException.class);
      assertThatThrownBy(() -> sponsors().update(bad.withId(stored.id()).withAudit(stored.audit())))
          .isInstanceOf(ValidationException.class);
      assertThatThrownBy(() -> sponsors().update(stored.id(), current -> bad.withId(stored.id())))
          .isInstanceOf(ValidationException.class);
    }
    assertThat(sponsors().findAll()).containsExactly(stored);
  }

  private void assertTaken(String field, Sponsor sponsor) {
    assertThatThrownBy(() -> sponsors().save(sponsor))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, taken -> assertThat(taken.field()).isEqualTo(field));
  }

  @Test
  void aSponsorIsSuspendedAndReactivatedOnce() {
    ActorId actor = new ActorId(draw().uuid());
    Sponsor stored = sponsors().save(fixture().minimal(draw()));

    Sponsor suspended = repositories().as(actor).sponsors().suspend(stored.id());

    assertThat(suspended.status()).isEqualTo(SponsorStatus.SUSPENDED);
    assertThat(suspended.audit().modifiedBy()).isEqualTo(actor);
    assertThat(suspended.audit().modifiedAt()).isAfter(stored.audit().modifiedAt());
    assertThat(sponsors().getById(stored.id())).isEqualTo(suspended);
    assertRefused("suspended", "suspended", "active", () -> sponsors().suspend(stored.id()));

    assertThat(sponsors().reactivate(stored.id()).status()).isEqualTo(SponsorStatus.ACTIVE);
    assertRefused("active", "active", "suspended", () -> sponsors().reactivate(stored.id()));
    assertThatThrownBy(() -> sponsors().suspend(SponsorId.generate()))
        .isInstanceOf(EntityNotFoundException.class);
  }

  private static void assertRefused(String from, String to, String allowed, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidTransitionException.class,
            refused -> {
              assertThat(refused.from()).isEqualTo(from);
              assertThat(refused.to()).isEqualTo(to);
              assertThat(refused.allowedFrom()).containsExactly(allowed);
            });
  }

  @Test
  void nullIsRefusedByName() {
    NullContract.assertRefused("name", () -> sponsors().findByName(null));
    NullContract.assertRefused("id", () -> sponsors().findBudget(null, LocalDate.EPOCH));
    NullContract.assertRefused("date", () -> sponsors().findBudget(SponsorId.generate(), null));
    NullContract.assertRefused("id", () -> sponsors().suspend(null));
    NullContract.assertRefused("id", () -> sponsors().reactivate(null));
  }
}
