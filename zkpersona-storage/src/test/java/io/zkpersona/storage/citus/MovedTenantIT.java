package io.zkpersona.storage.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.CitusCluster;
import io.zkpersona.storage.testing.server.OnCitus;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestServer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tenant is moved from one node to another while writers record scores in it. */
@OnCitus
class MovedTenantIT {

  private static final int WRITERS = 3;
  private static final String SCHEMA = "zkpersona_tenant_acme";

  private static final String NODE =
      "SELECT DISTINCT nodename || ':' || nodeport FROM citus_shards WHERE table_name::text LIKE '"
          + SCHEMA
          + ".%'";

  /** Records whose end is not the start of the next one, or whose score does not add up. */
  private static final String BROKEN =
      """
      SELECT count(*) FROM (
        SELECT effective_until, lead(effective_from) OVER chain AS next_from, previous_score,
          score_change, reputation_score, lag(reputation_score) OVER chain AS before
        FROM %s.reputation_records
        WINDOW chain AS (PARTITION BY user_id, scoring_category, scoring_period ORDER BY effective_from)
      ) AS record
      WHERE effective_until IS DISTINCT FROM next_from OR previous_score IS DISTINCT FROM before
        OR score_change IS DISTINCT FROM reputation_score - before
      """
          .formatted(SCHEMA);

  /** The answers that a writer got. */
  private record Told(Queue<String> committed, AtomicInteger unknown, AtomicInteger refused) {

    static Told nothing() {
      return new Told(new ConcurrentLinkedQueue<>(), new AtomicInteger(), new AtomicInteger());
    }
  }

  @Test
  void writersGoOnAndNoneOfTheirRecordsIsLost() {
    assumeThat(workers()).as("nodes to move to").hasSizeGreaterThan(1);
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      Repositories acme = manager.tenants().create("acme").repositories();
      Told told = Told.nothing();
      AtomicBoolean ends = new AtomicBoolean();
      List<CompletableFuture<Void>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(i -> acme.users().create(CreateUserRequest.builder().build()).id())
              .map(user -> OwnThreads.run(() -> write(acme, user, told, ends)))
              .toList();
      String before = database.queryOne(NODE);

      move(database, other(before));
      String between = database.queryOne(NODE);
      int beforeTheSecond = told.committed.size();
      move(database, before);

      ends.set(true);
      writers.forEach(CompletableFuture::join);
      assertThat(between).isEqualTo(other(before));
      assertThat(database.queryOne(NODE)).isEqualTo(before);
      assertThat(told.committed.size()).isGreaterThan(beforeTheSecond).isGreaterThan(WRITERS);
      Set<String> stored =
          new TreeSet<>(database.query("SELECT id FROM " + SCHEMA + ".reputation_records"));
      assertThat(stored).containsAll(told.committed);
      assertThat(stored.size() - told.committed.size()).isBetween(0, told.unknown.get());
      assertThat(database.queryOne(BROKEN)).isEqualTo("0");
      assertThat(
              database.queryOne(
                  "SELECT count(*) FROM "
                      + SCHEMA
                      + ".reputation_records WHERE status = 'active' AND effective_until IS NULL"))
          .as("%d committed, %d refused", told.committed.size(), told.refused.get())
          .isEqualTo(String.valueOf(WRITERS));
    }
  }

  private static void write(Repositories acme, UserId user, Told told, AtomicBoolean ends) {
    for (int i = 0; !ends.get(); i++) {
      try {
        told.committed.add(
            acme.reputationRecords()
                .record(
                    RecordReputationRequest.builder()
                        .userId(user)
                        .reputationScore(BigDecimal.valueOf(i % 100))
                        .build())
                .id()
                .value()
                .toString());
      } catch (OutcomeUnknownException e) {
        told.unknown.incrementAndGet();
      } catch (ZkPersonaException e) {
        assertThat(e.code().retryable()).as(e.getMessage()).isTrue();
        told.refused.incrementAndGet();
      }
    }
  }

  private static List<String> workers() {
    return Objects.requireNonNull(TestServer.get().citus()).workers();
  }

  private static String other(String node) {
    return workers().stream().filter(worker -> !worker.equals(node)).findFirst().orElseThrow();
  }

  /** Moves the schema; the tables without a key are not written in a distributed schema. */
  private static void move(TestDatabase database, String node) {
    database.query(
        "SELECT citus_schema_move('%s', %s, 'force_logical')"
            .formatted(SCHEMA, CitusCluster.address(node)));
  }
}
