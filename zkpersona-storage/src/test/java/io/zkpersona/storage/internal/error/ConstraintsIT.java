package io.zkpersona.storage.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.internal.error.Constraints.Target;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each constraint that the server may report maps to a field that the caller knows. */
class ConstraintsIT {

  private static final Map<String, Class<? extends Record>> ENTITIES =
      Map.of(
          "users", User.class,
          "behavior_sessions", BehaviorSession.class,
          "behavior_inputs", BehaviorInput.class,
          "scoring_results", ScoringResult.class,
          "zk_proofs", ZkProof.class,
          "reputation_records", ReputationRecord.class);

  /** Records that lists return instead of an entity, with their own fields. */
  private static final Map<String, Class<? extends Record>> VIEWS =
      Map.of("zk_proofs", ZkProofHeader.class);

  /** Selects constraints, and unique indexes without one, which the server reports alike. */
  private static final String NAMES =
      """
      SELECT conname::text FROM pg_constraint
      WHERE conrelid = 'zkpersona.%1$s'::regclass AND contype <> 'n'
      UNION
      SELECT indexrelid::regclass::text FROM pg_index
      WHERE indrelid = 'zkpersona.%1$s'::regclass AND indisunique
      """;

  private static TestDatabase database;

  @BeforeAll
  static void migrate() {
    database = TestDatabase.migrated();
    database.execute(
        "ALTER DATABASE %s SET search_path = zkpersona"
            .formatted(database.queryOne("SELECT current_database()")));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  static Stream<String> tables() {
    return ENTITIES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyConstraintOfAnEntityNamesItAndOneOfItsFields(String table) {
    List<String> fields =
        Stream.of(ENTITIES.get(table), VIEWS.getOrDefault(table, ENTITIES.get(table)))
            .flatMap(type -> Arrays.stream(type.getRecordComponents()))
            .map(RecordComponent::getName)
            .toList();

    // The stamp's times are set by the database and are no fields of a request.
    List<String> names =
        database.query(NAMES.formatted(table)).stream()
            .filter(name -> !name.matches(".*_[cm]time_range_check"))
            .toList();

    assertThat(names).hasSizeGreaterThan(2);
    assertThat(names)
        .allSatisfy(
            name -> {
              Target target = Constraints.find(name, table).orElseThrow();
              assertThat(target.entityType()).isEqualTo(Naming.entityType(table));
              assertThat(fields).contains(target.field());
              assertThat(column(table, name)).isEqualTo(target.field());
            });
  }

  /** Returns the field named by the constraint's column, if it has only one. */
  private static String column(String table, String name) {
    List<String> columns =
        database.query(
            """
            SELECT attname FROM pg_constraint AS c
            JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
            WHERE c.conname = '%1$s' AND c.conrelid = '%2$s'::regclass
            """
                .formatted(name, table));
    boolean isComponent = columns.size() == 1 && !name.startsWith("behavior_inputs_block_");
    return isComponent
        ? Naming.component(columns.get(0))
        : Constraints.find(name, table).map(Target::field).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "users_wallet_address_lower_key, walletAddress",
    "users_email_lower_key, email",
    "users_username_lower_key, username"
  })
  void theKeysWithoutRegardToLetterCaseNameTheirField(String index, String field) {
    assertThat(database.queryOne("SELECT to_regclass('%s')".formatted(index))).isEqualTo(index);
    assertThat(Constraints.find(index, "users")).contains(new Target("user", field));
  }

  /** Exclusion constraints are recognized by their table, which the server reports with them. */
  @Test
  void everyConstraintOfTheOtherTablesIsKnownToo() {
    List<String> others =
        database.query(
            "SELECT conname FROM pg_constraint WHERE connamespace = 'zkpersona'::regnamespace"
                + " AND contype NOT IN ('n', 'x') AND conrelid <> 'zkpersona_schema_history'::regclass");

    assertThat(others)
        .hasSizeGreaterThan(50)
        .allSatisfy(name -> assertThat(Constraints.find(name, null)).as(name).isPresent());
  }

  @Test
  void whatIsNotOursIsNotGuessedAt() {
    assertThat(Constraints.find(null, "users")).isEmpty();
    assertThat(Constraints.find("orders_number_key", null)).isEmpty();
    assertThat(Constraints.find("number_is_unique", "orders")).isEmpty();
  }
}
