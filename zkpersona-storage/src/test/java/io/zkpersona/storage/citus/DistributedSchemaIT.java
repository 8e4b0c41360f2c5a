package io.zkpersona.storage.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DistributedSchemaException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Features that a distributed schema does not have are refused; what remains works. */
class DistributedSchemaIT {

  /** The table by which Citus tells which schemas it distributes, for a server without Citus. */
  private static final String CATALOG =
      """
      SET allow_system_table_mods = on;
      CREATE TABLE pg_catalog.pg_dist_schema (schemaid oid);
      INSERT INTO pg_catalog.pg_dist_schema VALUES ('zkpersona'::regnamespace)
      """;

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    if (!TestServer.isCitus()) {
      database.execute(CATALOG);
    }
    manager = database.open();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  private record Refused(String feature, Runnable call) {
    @Override
    public String toString() {
      return feature;
    }
  }

  private static Repositories all() {
    return manager.repositories();
  }

  private static Stream<Refused> refused() {
    return Stream.of(
        new Refused("rollup", () -> all().behaviorInputs().activityRollup().enable()),
        new Refused(
            "partitions of inputs",
            () ->
                all()
                    .behaviorInputs()
                    .partitions()
                    .enable(Instant.now(), PartitionWidth.MONTH, Duration.ofDays(1))),
        new Refused("recording", () -> all().changes().startRecording(Set.of(ChangedEntity.USER))),
        new Refused(
            "partitions of changes", () -> all().changes().preparePartitions(Duration.ZERO)),
        new Refused(
            "feed", () -> all().changes().feed().subscribe("all", SubscriptionOptions.defaults())),
        new Refused("tick", () -> all().changes().feed().tick()),
        new Refused("seals", () -> all().changes().seals().seal()),
        new Refused("counts of reputation", () -> all().reputationRecords().counts().rebuild()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatADistributedSchemaCannotHaveIsRefusedByName(Refused refused) {
    assertThatThrownBy(refused.call::run)
        .isInstanceOfSatisfying(
            DistributedSchemaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DISTRIBUTED_SCHEMA));
  }

  @Test
  void sqlIsToldTheFeatureAndTheNextStep() {
    assertThatThrownBy(() -> database.execute("SELECT zkpersona.behavior_activity_begin()"))
        .cause()
        .hasMessageContaining(
            "schema zkpersona is distributed over nodes, which does not go with the activity rollup:"
                + " nothing was changed; undistribute the schema, or do without");
  }

  @Test
  void standingsAreCountedFromTheBoard() {
    List<UserId> users = Stream.of(3, 1, 2).map(DistributedSchemaIT::scored).toList();

    assertThat(all().reputationRecords().counts().fold()).isZero();

    assertThat(users)
        .extracting(
            user ->
                all()
                    .reputationRecords()
                    .standing(user, ScoringCategory.DEFI, ScoringPeriod.CURRENT)
                    .orElseThrow()
                    .rank())
        .containsExactly(1L, 3L, 2L);
  }

  private static UserId scored(int score) {
    UserId user =
        all()
            .users()
            .create(
                CreateUserRequest.builder()
                    .privacySettings(PrivacySettings.defaults().withPublicProfile(true))
                    .build())
            .id();
    all()
        .reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user)
                .scoringCategory(ScoringCategory.DEFI)
                .reputationScore(BigDecimal.valueOf(score))
                .isPublic(true)
                .build());
    return user;
  }
}
