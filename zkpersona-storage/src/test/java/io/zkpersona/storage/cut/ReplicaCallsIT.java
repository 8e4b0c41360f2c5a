package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.health.ReplicaStats;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ReplicatedCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Makes every call through repositories that may read from a replica: the calls that only read are
 * listed, and no other one uses the replica.
 */
@NewestServerOnly
class ReplicaCallsIT {

  private static final String LIST = "replica-reads.txt";
  private static final Consistency ANY = Consistency.bounded(Duration.ofDays(1));

  /** Returns the statements that delete the rows of all tables. */
  private static final String DELETION =
      """
      SELECT 'SET session_replication_role = replica; '
          || string_agg(format('DELETE FROM zkpersona.%I', c.relname), '; ')
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = 'zkpersona' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'zkpersona_schema_history'
      """;

  private static ReplicatedCluster cluster;
  private static DatabaseManager direct;
  private static DatabaseManager routed;
  private static TripCounter counter;
  private static Connection primary;
  private static String deletion;

  @BeforeAll
  static void start() throws IOException, SQLException {
    cluster = ReplicatedCluster.start();
    primary = cluster.connect(0);
    DatabaseConfig config =
        DatabaseConfig.builder().databaseUrl(cluster.url(0)).maxConnections(4).build();
    direct = DatabaseManager.open(config);
    deletion = Backends.one(primary, DELETION);
    cluster.awaitReplicas();
    int port = URI.create(cluster.url(1)).getPort();
    counter = TripCounter.to(port);
    String counted = cluster.url(1).replace(":" + port + "/", ":" + counter.port() + "/");
    routed =
        DatabaseManager.open(
            config.toBuilder()
                .maxConnections(1)
                .minConnections(0)
                .replicaUrls(List.of(counted))
                .build());
    Eventually.holds("a replica that serves", () -> stats().state() == State.SERVING);
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    primary.close();
    routed.close();
    direct.close();
    counter.close();
    cluster.close();
  }

  private static ReplicaStats stats() {
    return routed.routingStats().replicas().get(0);
  }

  @Test
  void callsThatOnlyReadAreServedByAReplicaAndNoOtherCallIs() throws IOException, SQLException {
    List<String> listed = listed();
    List<String> served = new ArrayList<>();
    for (CutCase call : EveryCall.all().toList()) {
      clear();
      CutCase.Write ready = call.given().apply(direct.repositories());
      if (listed.contains(call.name())) {
        cluster.awaitReplicas();
      }
      long before = stats().served();
      ready.by(routed.reading(ANY));
      if (stats().served() > before) {
        served.add(call.name());
      }
    }
    assertThat(served).containsExactlyElementsOf(listed);
  }

  @Test
  void aReadFromAReplicaTakesOneTrip() throws SQLException {
    clear();
    CutCase.Write ready =
        ReadCases.all()
            .filter(call -> call.name().equals("users by wallet"))
            .findFirst()
            .orElseThrow()
            .given()
            .apply(direct.repositories());
    cluster.awaitReplicas();
    Repositories reading = routed.reading(ANY);
    ready.by(reading);
    long before = stats().served();
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < 20 && fewest > 1; i++) {
      // The replica is watched over the same address four times a second.
      fewest = Math.min(fewest, counter.during(() -> ready.by(reading)));
    }

    assertThat(fewest).isOne();
    assertThat(stats().served()).isGreaterThan(before);
  }

  private static void clear() throws SQLException {
    Backends.execute(primary, deletion);
  }

  private static List<String> listed() throws IOException {
    try (InputStream list = ReplicaCallsIT.class.getResourceAsStream("/" + LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
