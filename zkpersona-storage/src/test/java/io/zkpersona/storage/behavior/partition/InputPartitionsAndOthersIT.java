package io.zkpersona.storage.behavior.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.InputPartitionsException;
import io.zkpersona.storage.error.InputPartitionsException.Reason;
import io.zkpersona.storage.migrate.TestRole;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.DroppedPartitions;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions alongside other roles, tables of the application, and open claims. */
class InputPartitionsAndOthersIT {

  private static final Duration TWO_DAYS = Duration.ofDays(2);

  /** Lists everything in the schema, including partitions, keys and triggers. */
  private static final String EVERYTHING =
      """
      SELECT concat_ws(' ', relname, relkind, pg_get_expr(relpartbound, oid)) FROM pg_class
      WHERE relnamespace = 'zkpersona'::regnamespace AND relkind IN ('r', 'p', 'i', 'I')
      UNION ALL
      SELECT concat_ws(' ', conrelid::regclass, conname, convalidated) FROM pg_constraint WHERE contype = 'f'
      UNION ALL
      SELECT concat_ws(' ', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal
      ORDER BY 1
      """;

  private final Instant now = Instant.now();
  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private InputPartitions partitions() {
    return manager.repositories().behaviorInputs().partitions();
  }

  private Instant daysAgo(int days) {
    return now.minus(Duration.ofDays(days));
  }

  private BehaviorInput storedOf(int daysAgo) {
    UUID fresh = BehaviorInputId.generate().value();
    UUID id =
        new UUID(
            daysAgo(daysAgo).toEpochMilli() * (1L << 16)
                + (fresh.getMostSignificantBits() & 0xFFFF),
            fresh.getLeastSignificantBits());
    return manager
        .repositories()
        .behaviorInputs()
        .save(References.input().withId(new BehaviorInputId(id)));
  }

  private void assertRefusedWhole(Reason reason, String words, ThrowingCallable call) {
    List<String> before = database.query(EVERYTHING);
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InputPartitionsException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.code()).isEqualTo(ErrorCode.INPUT_PARTITIONS);
            })
        .hasMessageContaining(words)
        .hasMessageNotContainingAny("permission denied", "must be owner");
    assertThat(database.query(EVERYTHING)).isEqualTo(before);
  }

  /** An application's trigger may clean up after deletes, or archive rows. */
  @Test
  void whatIsMovedIsNotDeletedForTheHostsTriggers() {
    database.execute(
        """
        CREATE TABLE gone (id uuid);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO public.gone VALUES (OLD.id); RETURN NULL; END $$;
        CREATE TRIGGER noting AFTER DELETE ON zkpersona.behavior_inputs FOR EACH ROW EXECUTE FUNCTION note();
        CREATE TRIGGER always AFTER DELETE ON zkpersona.behavior_inputs FOR EACH ROW EXECUTE FUNCTION note();
        CREATE TRIGGER never AFTER DELETE ON zkpersona.behavior_inputs FOR EACH ROW EXECUTE FUNCTION note();
        ALTER TABLE zkpersona.behavior_inputs ENABLE ALWAYS TRIGGER always;
        ALTER TABLE zkpersona.behavior_inputs DISABLE TRIGGER never;
        """);
    partitions().enable(daysAgo(9), PartitionWidth.DAY, TWO_DAYS);
    BehaviorInput early = storedOf(-10);
    String triggers =
        "SELECT concat(tgname, tgenabled) FROM pg_trigger"
            + " WHERE NOT tgisinternal AND tgname NOT LIKE 'behavior%'"
            + " AND tgrelid = 'zkpersona.behavior_inputs_late'::regclass ORDER BY 1";
    assertThat(database.query(triggers)).containsExactly("alwaysA", "neverD", "notingO");

    partitions().prepare(PartitionWidth.DAY, Duration.ofDays(12));

    assertThat(database.query("SELECT id FROM gone")).isEmpty();
    assertThat(database.query(triggers)).containsExactly("alwaysA", "neverD", "notingO");
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs_late"))
        .isEqualTo("0");
    manager.repositories().behaviorInputs().deleteById(early.id());
    assertThat(database.query("SELECT id FROM gone")).hasSize(2);
  }

  @Test
  void aRoleThatDoesNotOwnTheTablesIsToldSo() {
    try (TestRole role = new TestRole()) {
      database.execute(
          "GRANT USAGE ON SCHEMA zkpersona TO %1$s; GRANT ALL ON ALL TABLES IN SCHEMA zkpersona TO %1$s"
              .formatted(role.name()));
      try (DatabaseManager theirs =
          DatabaseManager.open(
              database.config().databaseUrl(role.url(database)).autoMigrate(false).build())) {
        InputPartitions partitions = theirs.repositories().behaviorInputs().partitions();
        assertRefusedWhole(
            Reason.NOT_OWNER,
            "the owner of the tables",
            () -> partitions.enable(daysAgo(9), PartitionWidth.DAY, TWO_DAYS));
        assertThat(partitions.isEnabled()).isFalse();

        partitions().enable(daysAgo(9), PartitionWidth.DAY, TWO_DAYS);
        BehaviorInput old = storedOf(8);
        assertRefusedWhole(
            Reason.NOT_OWNER,
            "the owner of the tables",
            () -> partitions.prepare(PartitionWidth.DAY, Duration.ofDays(9)));
        assertRefusedWhole(
            Reason.NOT_OWNER,
            "the owner of the tables",
            () -> partitions.dropBefore(daysAgo(5), Dependents.DELETE));
        assertThat(partitions.list()).isEqualTo(partitions().list());
        assertThat(theirs.repositories().behaviorInputs().getById(old.id())).isEqualTo(old);
      }
      database.execute("DROP OWNED BY " + role.name());
    }
  }

  @Test
  void aTableOfTheHostsKeepsItsReference() {
    database.execute(
        """
        CREATE TABLE public.notes (input_id uuid NOT NULL,
          CONSTRAINT notes_of_inputs FOREIGN KEY (input_id) REFERENCES zkpersona.behavior_inputs (id))
        """);
    BehaviorInput before = storedOf(20);
    database.execute("INSERT INTO notes VALUES ('%s')".formatted(before.id().value()));

    partitions().enable(daysAgo(9), PartitionWidth.DAY, TWO_DAYS);

    assertThat(
            database.query(
                "SELECT concat_ws(' ', conname, convalidated, pg_get_constraintdef(oid)) FROM"
                    + " pg_constraint WHERE conrelid = 'public.notes'::regclass AND contype = 'f'"
                    + " AND conparentid = 0"))
        .containsExactly(
            "notes_of_inputs t FOREIGN KEY (input_id) REFERENCES zkpersona.behavior_inputs(id)");
    assertThatThrownBy(() -> manager.repositories().behaviorInputs().deleteById(before.id()))
        .isInstanceOf(ConstraintException.class);

    BehaviorInput old = storedOf(8);
    database.execute("INSERT INTO notes VALUES ('%s')".formatted(old.id().value()));
    for (Dependents dependents : Dependents.values()) {
      assertRefusedWhole(
          Reason.REFERRED_TO,
          "a table outside this library",
          () -> partitions().dropBefore(daysAgo(5), dependents));
    }
    assertThat(manager.repositories().behaviorInputs().getById(old.id())).isEqualTo(old);

    database.execute("DELETE FROM notes");
    assertThat(partitions().dropBefore(daysAgo(5)).inputs()).isOne();
  }

  @Test
  void proofsAndOpenClaimsGoWithTheInputsAndWorkersAreToldThatTheyLostThem() {
    partitions().enable(daysAgo(9), PartitionWidth.DAY, TWO_DAYS);
    BehaviorInput old = storedOf(8);
    BehaviorInput young = storedOf(1);
    ZkProof gone = proofOf(old, 1);
    ZkProof stays = proofOf(young, 2);
    WorkQueue queue = manager.repositories().behaviorInputs().workQueue();
    List<ClaimedInput> claims = queue.claimUnprocessed(10, Duration.ofMinutes(5));
    assertThat(claims).hasSize(2);

    assertRefusedWhole(
        Reason.REFERRED_TO,
        "0 scoring results and 1 proofs",
        () -> partitions().dropBefore(daysAgo(5)));
    assertThat(partitions().dropBefore(daysAgo(5), Dependents.DELETE))
        .isEqualTo(new DroppedPartitions(4, 1, 1, 0, 1));

    assertThat(manager.repositories().zkProofs().findById(gone.id())).isEmpty();
    assertThat(manager.repositories().zkProofs().getById(stays.id())).isEqualTo(stays);
    for (ClaimedInput claim : claims) {
      if (claim.input().id().equals(old.id())) {
        assertThatThrownBy(() -> queue.complete(claim)).isInstanceOf(ClaimLostException.class);
      } else {
        queue.complete(claim);
      }
    }
    assertThat(database.query("SELECT behavior_input_id FROM zkpersona.behavior_input_claims"))
        .isEmpty();
    assertThatThrownBy(() -> proofOf(old, 3)).isInstanceOf(MissingReferenceException.class);
  }

  private ZkProof proofOf(BehaviorInput input, int number) {
    return manager
        .repositories()
        .zkProofs()
        .save(ProofSamples.of(ProofProtocol.MARLIN, number).withBehaviorInputId(input.id()));
  }
}
