package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangeProof;
import io.zkpersona.domain.change.SealFinding;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.user.User;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that are erased or dropped as is proper: the seals hold without them. */
class SealLossIT extends SealFixture {

  @AfterEach
  void dropPartitions() {
    OWN.database()
        .query(
            "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent ="
                + " 'zkpersona.changes'::regclass AND inhrelid <>"
                + " 'zkpersona.changes_default'::regclass")
        .forEach(partition -> sql("DROP TABLE " + partition));
  }

  @Test
  void anErasureChangesNoLeafAndIsSealedItself() {
    User user = changeVariously();
    changeVariously();
    SealHead before = seal();
    ChangeProof opened = seals().proofOfInclusion(positions().get(1)).orElseThrow();

    all().as(ACTOR).users().erase(user.id());
    SealReport report = assertIntact(12);
    assertThat(report.erased()).isPositive();
    SealHead after = seal();
    assertThat(assertIntact(positions().size()).erased()).isGreaterThanOrEqualTo(report.erased());
    assertThat(seals().proofOfConsistency(before.blocks(), after.blocks()).verify(before, after))
        .isTrue();

    ChangeProof erased = seals().proofOfInclusion(positions().get(1)).orElseThrow();
    assertThat(erased.verify(after)).isTrue();
    assertThat(erased.opening()).isNull();
    assertThat(erased.actorOpening()).isEqualTo(opened.actorOpening());
    assertThat(erased.change()).isEqualTo(opened.change());
    assertThat(
            positions().stream()
                .map(position -> seals().proofOfInclusion(position).orElseThrow().change())
                .filter(change -> change.operation() == ChangeOperation.ERASE))
        .hasSize(1);
  }

  @Test
  void anErasureOfTheActorChangesNoLeafEither() {
    User actor = all().users().save(User.builder().build());
    all()
        .as(new io.zkpersona.domain.id.ActorId(actor.id().value()))
        .users()
        .save(User.builder().build());
    seal();
    ChangeProof opened = seals().proofOfInclusion(positions().get(1)).orElseThrow();
    assertThat(opened.actorOpening()).contains(actor.id().value().toString());

    all().users().erase(actor.id());
    seal();

    ChangeProof erased = seals().proofOfInclusion(positions().get(1)).orElseThrow();
    assertThat(erased.actorOpening()).isNull();
    assertThat(erased.opening()).isEqualTo(opened.opening());
    assertThat(erased.change()).isEqualTo(opened.change());
    assertIntact(positions().size());
  }

  @Test
  void changesErasedBeforeTheyWereSealedAreSealedByTheirCommitments() {
    User user = changeVariously();
    all().users().erase(user.id());
    SealHead head = seal();

    assertThat(assertIntact(positions().size()).erased()).isPositive();
    for (long position : positions()) {
      assertThat(seals().proofOfInclusion(position).orElseThrow().verify(head)).isTrue();
    }
  }

  /** Creates a partition for the changes of the next seconds, to be closed by {@link #close}. */
  private static void open(String name) {
    sql(
        """
        DO $$ BEGIN
          EXECUTE format('CREATE TABLE %1$s PARTITION OF changes FOR VALUES FROM (%%L) TO (%%L)',
            clock_timestamp(), clock_timestamp() + interval '1 hour');
        END $$
        """
            .formatted(name));
  }

  /** Ends the partition's time now, so that later changes go elsewhere. */
  private static void close(String name) {
    sql(
        """
        DO $$ DECLARE since text; BEGIN
          since := (SELECT min(changed_at) FROM %1$s);
          ALTER TABLE changes DETACH PARTITION %1$s;
          EXECUTE format('ALTER TABLE changes ATTACH PARTITION %1$s FOR VALUES FROM (%%L) TO (%%L)',
            since, clock_timestamp());
        END $$
        """
            .formatted(name));
  }

  @Test
  void aPartitionIsDroppedOnceItsChangesAreSealedAndTheirRootsStay() {
    open("changes_old");
    change(5);
    SealHead first = seal();
    change(3);
    close("changes_old");
    change(4);
    long dropped = positions().get(2);
    long kept = positions().get(8);

    assertThatThrownBy(() -> sql("SELECT changes_drop('changes_old')"))
        .rootCause()
        .hasMessageContaining("of the 8 changes to drop, 5 are sealed: nothing was dropped");
    SealHead second = seal();
    assertIntact(12);
    assertThat(value("SELECT zkpersona.changes_drop('zkpersona.changes_old')")).isEqualTo("8");

    SealReport report = assertIntact(4);
    assertThat(report.dropped()).isEqualTo(8);
    assertThat(report.lastBlock()).isEqualTo(second.blocks());
    assertThat(value("SELECT leaves FROM zkpersona.change_seals WHERE number = 1")).isNull();
    assertThat(seals().proofOfInclusion(dropped)).isEmpty();
    assertThat(seals().proofOfInclusion(kept).orElseThrow().verify(second)).isTrue();
    assertThat(seals().proofOfConsistency(first.blocks(), 2).verify(first, second)).isTrue();

    change(1);
    seal();
    assertThat(assertIntact(5).dropped()).isEqualTo(8);
    sql("DELETE FROM changes WHERE position = " + kept);
    assertThat(seals().verify().findings())
        .containsExactly(new SealFinding(SealFinding.Kind.CHANGE_REMOVED, 2L, kept));
  }

  @Test
  void aPartitionIsDroppedFreelyWhereNothingWasEverSealed() {
    open("changes_old");
    change(2);
    assertThat(value("SELECT zkpersona.changes_drop('zkpersona.changes_old')")).isEqualTo("2");
    assertThat(positions()).isEmpty();
  }

  @Test
  void onlyPartitionsOfTimesAreDropped() {
    for (String table : List.of("changes_default", "users", "changes")) {
      assertThatThrownBy(() -> sql("SELECT changes_drop('%s')".formatted(table)))
          .rootCause()
          .hasMessageContaining(table + " is no partition of changes for a range of times");
    }
  }
}
