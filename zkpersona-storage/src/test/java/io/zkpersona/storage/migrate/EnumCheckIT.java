package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.circuit.StatementScope;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.circuit.UserIdentity;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column's check allows exactly the values of its enum. */
class EnumCheckIT {

  private static final Pattern TEXT = Pattern.compile("'([^']*)'::");

  private static TestDatabase database;

  private record EnumColumn(String table, String column, List<String> values) {

    static <E extends Enum<E>> EnumColumn of(
        String table, String column, E[] constants, Function<E, String> value) {
      return new EnumColumn(table, column, Arrays.stream(constants).map(value).toList());
    }

    String constraint() {
      return table + "_" + column + "_check";
    }

    @Override
    public String toString() {
      return table + "." + column;
    }
  }

  @BeforeAll
  static void migrate() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  static Stream<EnumColumn> columns() {
    return Stream.of(
        EnumColumn.of("users", "status", UserStatus.values(), UserStatus::value),
        EnumColumn.of(
            "behavior_sessions", "session_type", SessionType.values(), SessionType::value),
        EnumColumn.of("behavior_sessions", "status", SessionStatus.values(), SessionStatus::value),
        EnumColumn.of("behavior_inputs", "input_type", InputType.values(), InputType::value),
        EnumColumn.of("behavior_inputs", "source", BehaviorSource.values(), BehaviorSource::value),
        EnumColumn.of("zk_proofs", "proof_type", ProofType.values(), ProofType::value),
        EnumColumn.of("zk_proofs", "protocol", ProofProtocol.values(), ProofProtocol::value),
        EnumColumn.of(
            "zk_proofs",
            "verification_status",
            VerificationStatus.values(),
            VerificationStatus::value),
        EnumColumn.of(
            "reputation_records",
            "scoring_category",
            ScoringCategory.values(),
            ScoringCategory::value),
        EnumColumn.of(
            "reputation_records", "scoring_period", ScoringPeriod.values(), ScoringPeriod::value),
        EnumColumn.of(
            "reputation_records", "status", ReputationStatus.values(), ReputationStatus::value),
        EnumColumn.of("sponsors", "status", SponsorStatus.values(), SponsorStatus::value),
        EnumColumn.of(
            "sponsored_transactions",
            "status",
            SponsoredTransactionStatus.values(),
            SponsoredTransactionStatus::value));
  }

  /** Returns columns of other tables, and columns without a default. */
  static Stream<EnumColumn> more() {
    return Stream.of(
        EnumColumn.of("circuits", "protocol", ProofProtocol.values(), ProofProtocol::value),
        EnumColumn.of(
            "circuits", "statement_scope", StatementScope.values(), StatementScope::value),
        EnumColumn.of("circuits", "user_identity", UserIdentity.values(), UserIdentity::value),
        EnumColumn.of(
            "circuits",
            "statement_uniqueness",
            StatementUniqueness.values(),
            StatementUniqueness::value),
        EnumColumn.of(
            "verification_attempts",
            "verdict",
            VerificationVerdict.values(),
            VerificationVerdict::value));
  }

  @ParameterizedTest
  @MethodSource({"columns", "more"})
  void theCheckListsTheConstants(EnumColumn column) {
    String definition =
        database.queryOne(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '%s'"
                .formatted(column.constraint()));

    assertThat(TEXT.matcher(definition).results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(column.values());
  }

  @ParameterizedTest
  @MethodSource("columns")
  void theColumnsDefaultIsOneOfThem(EnumColumn column) {
    String definition =
        database.queryOne(
            ("SELECT column_default FROM information_schema.columns WHERE table_schema ="
                    + " 'zkpersona' AND table_name = '%s' AND column_name = '%s'")
                .formatted(column.table(), column.column()));

    assertThat(TEXT.matcher(definition).results().map((MatchResult found) -> found.group(1)))
        .hasSize(1)
        .isSubsetOf(column.values());
  }

  @Test
  void noListOfTheEntitiesTablesIsForgotten() {
    assertThat(
            database.query(
                """
                SELECT conname FROM pg_constraint
                WHERE connamespace = 'zkpersona'::regnamespace AND contype = 'c'
                  AND cardinality(conkey) = 1
                  AND pg_get_constraintdef(oid) LIKE '%ANY%ARRAY[%'
                  AND conrelid::regclass::text = ANY (ARRAY['zkpersona.users',
                    'zkpersona.behavior_sessions', 'zkpersona.behavior_inputs',
                    'zkpersona.scoring_results', 'zkpersona.zk_proofs',
                    'zkpersona.reputation_records', 'zkpersona.sponsors',
                    'zkpersona.sponsored_transactions'])
                """))
        .containsExactlyInAnyOrderElementsOf(columns().map(EnumColumn::constraint).toList());
  }
}
