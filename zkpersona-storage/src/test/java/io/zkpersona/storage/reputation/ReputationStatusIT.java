package io.zkpersona.storage.reputation;

import static io.zkpersona.storage.repository.contract.NullContract.assertInvalid;
import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.contract.Subject;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disputing, reinstating, invalidating and archiving. */
class ReputationStatusIT {

  private static final String REASON = "Grund: 😀 '); --";
  private static final int THREADS = 16;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private UserId user;

  @BeforeEach
  void aNewUser() {
    user = OWN.manager().repositories().users().save(User.builder().build()).id();
  }

  private static ReputationRecordRepository records() {
    return OWN.repositories().reputationRecords();
  }

  private interface Step {
    ReputationRecord take(ReputationRecordRepository records, ReputationRecordId id, String reason);
  }

  private static final Map<ReputationStatus, Step> STEPS =
      Map.of(
          ReputationStatus.DISPUTED, ReputationRecordRepository::dispute,
          ReputationStatus.ACTIVE, ReputationRecordRepository::reinstate,
          ReputationStatus.INVALIDATED, ReputationRecordRepository::invalidate,
          ReputationStatus.ARCHIVED, ReputationRecordRepository::archive);

  private ReputationRecord saved(ReputationStatus status) {
    UserId owner = OWN.manager().repositories().users().save(User.builder().build()).id();
    return records()
        .save(
            ReputationRecord.builder()
                .userId(owner)
                .reputationScore(BigDecimal.TEN)
                .status(status)
                .statusReason("earlier")
                .build());
  }

  private ReputationRecord record() {
    return records()
        .record(
            RecordReputationRequest.builder().userId(user).reputationScore(BigDecimal.TEN).build());
  }

  @Test
  void eachStepIsTakenWhereItIsAllowedAndRefusedWithFromAndToWhereNot() {
    for (ReputationStatus from : ReputationStatus.values()) {
      STEPS.forEach(
          (to, step) -> {
            ReputationRecord before = saved(from);
            if (from.mayBecome(to)) {
              ActorId actor = new ActorId(UUID.randomUUID());

              ReputationRecord after =
                  step.take(
                      OWN.manager().repositories().as(actor).reputationRecords(),
                      before.id(),
                      REASON);

              assertThat(after)
                  .isEqualTo(
                      before.toBuilder()
                          .status(to)
                          .statusReason(REASON)
                          .audit(after.audit())
                          .build());
              assertThat(after.audit().modifiedBy()).isEqualTo(actor);
              assertThat(after.audit().modifiedAt()).isAfter(before.audit().modifiedAt());
              assertThat(records().getById(before.id())).isEqualTo(after);
            } else {
              assertThatThrownBy(() -> step.take(records(), before.id(), REASON))
                  .isInstanceOfSatisfying(
                      InvalidTransitionException.class,
                      refused -> {
                        assertThat(refused.entityType()).isEqualTo("reputation record");
                        assertThat(refused.from()).isEqualTo(from.value());
                        assertThat(refused.to()).isEqualTo(to.value());
                        assertThat(refused.allowedFrom())
                            .containsExactlyElementsOf(
                                Arrays.stream(ReputationStatus.values())
                                    .filter(state -> state.mayBecome(to))
                                    .map(ReputationStatus::value)
                                    .toList());
                      });
              assertThat(records().getById(before.id())).isEqualTo(before);
            }
          });
    }
  }

  @Test
  void ofManyWhoTryAtOnceOneSucceeds() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      ReputationRecord active = saved(ReputationStatus.ARCHIVED);
      AtomicInteger turn = new AtomicInteger();

      var outcomes =
          Together.run(
              THREADS, () -> records().invalidate(active.id(), "reason " + turn.getAndIncrement()));

      assertThat(outcomes)
          .filteredOn(outcome -> outcome.failure() == null)
          .singleElement()
          .satisfies(
              outcome -> assertThat(outcome.value()).isEqualTo(records().getById(active.id())));
      assertThat(Together.failures(outcomes))
          .hasSize(THREADS - 1)
          .allSatisfy(
              failure -> assertThat(failure).isInstanceOf(InvalidTransitionException.class));
    }
  }

  @Test
  void whatIsDisputedNoLongerCountsUntilItIsReinstated() {
    ReputationRecord record = record();

    records().dispute(record.id(), REASON);
    assertThat(records().inForce(user)).isEmpty();
    records().reinstate(record.id(), REASON);
    assertThat(records().inForce(user))
        .extracting(ReputationRecord::id)
        .containsExactly(record.id());
  }

  @Test
  void whatWasReplacedMeanwhileIsNotReinstated() {
    ReputationRecord disputed = records().dispute(record().id(), REASON);
    ReputationRecord replacing = record();

    assertThatThrownBy(() -> records().reinstate(disputed.id(), REASON))
        .isInstanceOf(DuplicateEntityException.class)
        .hasMessageContaining("overlaps another active reputation record");

    assertThat(records().getById(disputed.id())).isEqualTo(disputed);
    assertThat(records().inForce(user)).containsExactly(replacing);
  }

  @Test
  void aRecordThatDoesNotExistAndAReasonThatIsNoneAreRefused() {
    ReputationRecordId unknown = ReputationRecordId.generate();
    ReputationRecord record = record();
    STEPS
        .values()
        .forEach(
            step -> {
              assertThatThrownBy(() -> step.take(records(), unknown, REASON))
                  .isInstanceOf(EntityNotFoundException.class);
              assertRefused("id", () -> step.take(records(), null, REASON));
              for (String reason :
                  new String[] {null, "", "x".repeat(501), "NUL \0", "lone \ud83d"}) {
                assertInvalid("reason", () -> step.take(records(), record.id(), reason));
              }
            });
    assertThat(records().getById(record.id())).isEqualTo(record);
    String longest = "\uD83D\uDE00".repeat(500);
    assertThat(records().dispute(record.id(), longest).statusReason()).isEqualTo(longest);
  }

  @Test
  void aStepIsUndoneWithItsTransaction() {
    ReputationRecord record = record();
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.reputationRecords().dispute(record.id(), REASON);
                          throw new Subject.Undo();
                        }))
        .isInstanceOf(Subject.Undo.class);
    assertThat(records().findAllById(List.of(record.id()))).containsExactly(record);
  }
}
