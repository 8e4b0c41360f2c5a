package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One entity: replaced by a changed copy. */
interface UpdateContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends CrudContract<E, I, F> {

  int THREADS = 16;

  @Test
  default void anUpdateReplacesEverythingButWhoCreatedItAndWhen() {
    E stored = repository().save(fixture().random(draw()));
    for (E other : drawn(60)) {
      AuditStamp before = stored.audit();
      ActorId actor = other.audit().modifiedBy();
      E changed =
          fixture()
              .withAudit(
                  fixture().changed(stored, other),
                  new AuditStamp(
                      before.createdBy(), before.createdAt(), actor, before.modifiedAt()));

      stored = repository().update(changed);

      Instant modified = stored.audit().modifiedAt();
      assertThat(modified).isAfter(before.modifiedAt());
      assertThat(stored)
          .isEqualTo(
              fixture()
                  .withAudit(
                      changed,
                      new AuditStamp(before.createdBy(), before.createdAt(), actor, modified)));
      assertThat(repository().getById(stored.id())).isEqualTo(stored);
    }
    assertThat(rows()).isOne();
  }

  @Test
  default void anUpdateGivesWhatIsStoredWhateverTheCopySaysOfItsCreation() {
    E stored = repository().save(fixture().random(draw()));
    E altered =
        fixture()
            .withAudit(
                stored,
                new AuditStamp(
                    new ActorId(draw().uuid()),
                    Instant.parse("2001-02-03T04:05:06Z"),
                    stored.audit().modifiedBy(),
                    stored.audit().modifiedAt()));

    E updated = repository().update(altered);

    assertThat(updated).isEqualTo(repository().getById(stored.id()));
    assertThat(updated.audit().createdBy()).isEqualTo(stored.audit().createdBy());
    assertThat(updated.audit().createdAt()).isEqualTo(stored.audit().createdAt());
  }

  @Test
  default void updateOfAStaleCopyIsRejectedAndChangesNothing() {
    E read = repository().save(fixture().random(draw()));
    E unsaved = fixture().withAudit(read, AuditStamp.unsaved());
    repository().update(fixture().counted(read, 1));
    List<String> before = contents();

    for (E stale : List.of(read, fixture().counted(read, 2), unsaved)) {
      assertThatThrownBy(() -> repository().update(stale))
          .isInstanceOfSatisfying(
              StaleEntityException.class,
              refused -> {
                assertThat(refused.entityType()).isEqualTo(fixture().entityType);
                assertThat(refused.id()).isEqualTo(read.id().value());
              });
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void aChangeBySqlMakesACopyStaleAndNamesNobody() {
    E read = repository().save(fixture().counted(fixture().random(draw()), 1));
    database().execute("UPDATE %s SET cid = cid".formatted(fixture().table()));

    assertThatThrownBy(() -> repository().update(fixture().counted(read, 2)))
        .isInstanceOf(StaleEntityException.class);

    E stored = repository().getById(read.id());
    assertThat(stored.audit().modifiedAt()).isAfter(read.audit().modifiedAt());
    assertThat(stored)
        .isEqualTo(
            fixture()
                .withAudit(
                    read,
                    new AuditStamp(
                        read.audit().createdBy(),
                        read.audit().createdAt(),
                        null,
                        stored.audit().modifiedAt())));
    assertThat(fixture().counter(repository().update(fixture().counted(stored, 3)))).isEqualTo(3);
  }

  @Test
  default void theTimeOfModificationGrowsThoughTheClockDoesNot() {
    E saved = repository().save(fixture().random(draw()));
    database()
        .execute(
            "UPDATE %s SET mtime = '2099-12-31 23:59:59.999999Z'".formatted(fixture().table()));
    E ahead = repository().getById(saved.id());

    Instant first = repository().update(ahead).audit().modifiedAt();
    Instant second = repository().update(saved.id(), current -> current).audit().modifiedAt();

    assertThat(first).isEqualTo(Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(second).isEqualTo(first.plus(1, ChronoUnit.MICROS));
    assertThat(repository().getById(saved.id()).audit().modifiedAt()).isEqualTo(second);
  }

  @Test
  default void whatIsGoneIsNotUpdated() {
    E gone = repository().save(fixture().random(draw()));
    repository().deleteById(gone.id());

    assertNotFound(gone.id(), () -> repository().update(gone));
    assertNotFound(gone.id(), () -> repository().update(gone.id(), current -> current));
    assertThat(rows()).isZero();
  }

  @Test
  default void ofManyCopiesUpdatedAtOnceExactlyOneIsTaken() throws InterruptedException {
    E read = repository().save(fixture().counted(fixture().random(draw()), 1));

    var outcomes = Together.run(THREADS, () -> repository().update(fixture().counted(read, 2)));

    assertThat(Together.failures(outcomes))
        .hasSize(THREADS - 1)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(StaleEntityException.class));
    assertThat(fixture().counter(repository().getById(read.id()))).isEqualTo(2);
  }
}
