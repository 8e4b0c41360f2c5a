package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.Repeat.TWICE;
import static io.zkpersona.storage.cut.CutCase.call;
import static io.zkpersona.storage.cut.CutCase.step;
import static io.zkpersona.storage.cut.CutFixture.WALLET;
import static io.zkpersona.storage.cut.CutFixture.WALLETS;
import static io.zkpersona.storage.cut.CutFixture.user;

import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.sponsorship.BudgetExceededException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.transaction.Transaction;
import java.math.BigInteger;
import java.util.stream.Stream;

/** Transactions of the caller, whose outcome can always be determined. */
final class CutCasesOfTransactions {

  private static final CreateUserRequest GHOST =
      CreateUserRequest.builder().username(new Username("ghost")).build();

  private CutCasesOfTransactions() {}

  static Stream<CutCase> all() {
    return Stream.of(
            call(
                "rows",
                CutFixture::user,
                (all, id) -> all.behaviorSessions().start(id, SessionType.WEB),
                TWICE),
            call(
                "no row",
                all -> all.behaviorInputs().save(References.input()).id(),
                (all, id) -> all.behaviorInputs().markAsProcessed(id),
                HARMLESS),
            call(
                "a row that was there, and another",
                all -> all.users().getOrCreateByWalletAddress(WALLET),
                (all, user) -> {
                  all.users().getOrCreateByWalletAddress(WALLET);
                  return all.users().softDelete(user.id());
                },
                TWICE),
            call(
                "rows of which some were there, and another",
                all -> all.users().getOrCreateByWalletAddress(WALLET),
                (all, user) -> {
                  all.users().getOrCreateAllByWalletAddress(WALLETS);
                  return all.users().suspend(user.id());
                },
                TWICE),
            step(
                "rows of a nested one that was undone",
                all -> all.behaviorInputs().save(References.input()).id(),
                CutCasesOfTransactions::undone,
                HARMLESS),
            step(
                "a row that is deleted again",
                all -> all.behaviorInputs().save(References.input()).id(),
                CutCasesOfTransactions::deleted,
                HARMLESS),
            step(
                "a reservation that is refused",
                all -> new Refusal(CutFixture.sponsor(all), user(all)),
                CutCasesOfTransactions::refused,
                HARMLESS))
        .map(CutCase::inTransaction);
  }

  private record Refusal(SponsorId sponsor, UserId user) {}

  private static void undone(Repositories all, BehaviorInputId id) {
    try {
      ((Transaction) all)
          .inTransaction(
              nested -> {
                nested.users().create(GHOST);
                throw new IllegalStateException("undone");
              });
    } catch (IllegalStateException e) {
      all.behaviorInputs().markAsProcessed(id);
    }
  }

  private static void deleted(Repositories all, BehaviorInputId id) {
    all.users().deleteById(all.users().create(GHOST).id());
    all.behaviorInputs().markAsProcessed(id);
  }

  /** Is refused a reservation, which inserts nothing and leaves the transaction usable. */
  private static void refused(Repositories all, Refusal of) {
    try {
      all.sponsoredTransactions()
          .reserve(
              CutFixture.reservation(of.sponsor, of.user)
                  .withGasPrice(BigInteger.valueOf(1_000_000)));
    } catch (BudgetExceededException e) {
      all.users()
          .findById(of.user)
          .ifPresent(
              user ->
                  all.users()
                      .update(user.id(), same -> same.withUsername(new Username("refused"))));
    }
  }
}
