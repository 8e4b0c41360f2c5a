package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which changes a seal takes, and when. */
class SealIT extends SealFixture {

  private static final int WORKERS = 8;
  private static final int TURNS = 25;

  @Test
  void withoutChangesThereIsNoHeadAndNothingToVerify() {
    assertThat(seals().seal()).isEmpty();
    assertThat(seals().head()).isEmpty();
    assertThat(seals().verify()).isEqualTo(new SealReport(1, 0, 0, 0, 0, List.of(), 0));
    assertThat(seals().proofOfInclusion(1)).isEmpty();
    assertThatThrownBy(() -> seals().proofOfConsistency(1, 1))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("newSize: 1 (expected: at most 0, the number of blocks)");
  }

  @Test
  void whatWasCommittedIsSealedAndNothingTwice() {
    changeVariously();
    SealHead first = seal();
    assertThat(first.blocks()).isEqualTo(1);
    assertThat(seals().seal()).contains(first);
    assertThat(seals().head()).contains(first);
    assertIntact(6);

    change(3);
    assertIntact(6);
    SealHead second = seal();
    assertThat(second.blocks()).isEqualTo(2);
    assertIntact(9);
    assertThat(seals().proofOfConsistency(1, 2).verify(first, second)).isTrue();
  }

  @Test
  void aFullBlockIsFollowedByAnotherOneOnlyIfChangesAreLeft() {
    change(4_096);
    assertThat(seal().blocks()).isEqualTo(1);
    change(4_097);
    assertThat(seal().blocks()).isEqualTo(3);
    // More than one call of the function appends.
    change(16 * 4_096 + 1);
    assertThat(seal().blocks()).isEqualTo(20);

    assertThat(OWN.database().query("SELECT change_count FROM zkpersona.change_seals ORDER BY 1"))
        .containsOnly("1", "4096");
    assertThat(
            OWN.database()
                .query(
                    "SELECT number FROM zkpersona.change_seals WHERE NOT is_complete ORDER BY 1"))
        .containsExactly(
            "2", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18",
            "19");
    assertIntact(4_096 + 4_097 + 16 * 4_096 + 1);
  }

  @Test
  void aTickOfWhichSomeBlocksAreMissingIsContinuedByTheNextCall() {
    change(17 * 4_096);
    sql("SELECT changes_tick_now()");
    sql("SELECT changes_seal(2)");
    change(5);
    assertThat(seals().head()).map(SealHead::blocks).contains(2L);
    assertIntact(2 * 4_096);

    seal();
    seal();
    assertIntact(17 * 4_096 + 5);
  }

  @Test
  void anOpenTransactionIsLeftForALaterSealAndDelaysNoOthers() throws SQLException {
    change(2);
    try (Connection open = OWN.database().connect();
        Connection other = OWN.database().connect()) {
      open.setAutoCommit(false);
      other.setAutoCommit(false);
      Backends.execute(open, "INSERT INTO zkpersona.roles (name) VALUES ('early')");
      change(2);
      Backends.execute(other, "INSERT INTO zkpersona.roles (name) VALUES ('late')");
      assertThat(seal().blocks()).isEqualTo(1);
      assertIntact(4);

      Backends.execute(open, "INSERT INTO zkpersona.roles (name) VALUES ('early too')");
      change(3);
      assertThat(seal().blocks()).isEqualTo(2);
      assertIntact(7);

      open.commit();
      assertIntact(7);
      assertThat(seal().blocks()).isEqualTo(3);
      assertIntact(9);
      other.rollback();
    }
    change(1);
    seal();
    assertIntact(10);
    for (long block = 1; block <= 4; block++) {
      assertThat(seals().verify(block, block).found()).as("block %d", block).isZero();
    }
    assertThat(seals().verify(2, 3)).isEqualTo(new SealReport(2, 3, 5, 0, 0, List.of(), 0));
  }

  @Test
  void theFirstCallIsRefusedInsideATransactionThatWrote() {
    sql("DELETE FROM change_ticks; DELETE FROM change_epochs");
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.users().save(User.builder().build());
                          tx.changes().seals().seal();
                        }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("nothing was sealed; later calls may be inside");
    assertThat(seals().seal()).isEmpty();
  }

  @Test
  void theOwnTransactionIsLeftForLaterToo() {
    sql("SELECT changes_tick_now()");
    change(1);
    Optional<SealHead> inside =
        OWN.manager()
            .callInTransaction(
                tx -> {
                  tx.users().save(User.builder().build());
                  return tx.changes().seals().seal();
                });
    assertThat(inside).map(SealHead::blocks).contains(1L);
    assertIntact(1);
    seal();
    assertIntact(2);
  }

  @Test
  void whatIsRolledBackIsNotSealed() {
    change(1);
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.changes().seals().seal();
                          throw new IllegalStateException("stop");
                        }))
        .hasMessageContaining("stop");
    assertThat(seals().head()).isEmpty();
    assertThat(seal().blocks()).isEqualTo(1);
    assertIntact(1);
  }

  @Test
  void aTransactionThatWouldNotSeeWhatOthersSealedIsRefused() {
    change(1);
    sql("SELECT changes_tick_now()");
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ),
                        tx -> {
                          tx.changes().seals().seal();
                        }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("expected: READ COMMITTED, or outside; nothing was sealed");
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.changes().seals().verify();
                        }))
        .isInstanceOf(TransactionException.class);
  }

  @Test
  void blocksThatThereAreNotAreRefusedOrIgnored() {
    change(1);
    seal();
    assertThat(seals().verify(1, Long.MAX_VALUE).lastBlock()).isEqualTo(1);
    assertThat(seals().verify(2, 3)).isEqualTo(new SealReport(2, 1, 0, 0, 0, List.of(), 0));
    assertThatThrownBy(() -> seals().verify(0, 1))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("fromBlock: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> seals().verify(3, 2))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("toBlock: 2 (expected: fromBlock, which is 3, or more)");
    assertThatThrownBy(() -> seals().proofOfConsistency(0, 1))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("oldSize");
    assertThatThrownBy(() -> seals().proofOfConsistency(1, 2))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("newSize");
    assertThat(seals().proofOfInclusion(Long.MIN_VALUE)).isEmpty();
    assertThat(seals().proofOfInclusion(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void sealsOfSeveralCallersAndWritersHoldEachChangeOnce() {
    List<CompletableFuture<Void>> workers =
        IntStream.range(0, WORKERS).mapToObj(i -> OwnThreads.run(() -> work(i % 4))).toList();
    workers.forEach(CompletableFuture::join);
    SealHead head = seal();
    SealReport report = assertIntact(6 * TURNS * 2);
    assertThat(report.lastBlock()).isEqualTo(head.blocks());
    assertThat(value("SELECT sum(change_count) FROM zkpersona.change_seals")).isEqualTo("300");
  }

  private static void work(int kind) {
    for (int i = 0; i < TURNS; i++) {
      if (kind == 3) {
        seals().seal();
      } else if (kind == 2) {
        OWN.manager()
            .inTransaction(
                tx -> {
                  tx.users().save(User.builder().build());
                  tx.users().save(User.builder().build());
                });
      } else {
        change(2);
      }
    }
  }

  @Test
  void anotherClusterBeginsAnEpochAndTheLogGoesOn() {
    change(3);
    SealHead before = seal();
    change(2);
    // As after a restore elsewhere: changes since the last seal, and ids that mean nothing here.
    sql("UPDATE change_epochs SET system_identifier = 1");
    sql(
        "UPDATE changes SET transaction_id = '9000000000'::xid8 WHERE position > "
            + "(SELECT last_position FROM change_seals)");
    change(2);

    SealHead after = seal();
    assertThat(value("SELECT max(epoch_id) > min(epoch_id) FROM zkpersona.change_seals"))
        .isEqualTo("t");
    assertIntact(7);
    assertThat(seals().proofOfConsistency(1, after.blocks()).verify(before, after)).isTrue();
  }

  @Test
  void changesFromAnotherClusterAreSealedEvenIfTheTickHasTheIdOfTheirTransaction() {
    change(1);
    seal();
    change(60);
    sql("UPDATE change_epochs SET system_identifier = 1");
    sql(
        """
        UPDATE changes SET transaction_id = (pg_current_xact_id()::text::bigint + position
          - (SELECT last_position FROM change_seals))::text::xid8
        WHERE position > (SELECT last_position FROM change_seals)
        """);

    seal();
    assertIntact(61);
    change(1);
    seal();
    assertIntact(62);
  }
}
