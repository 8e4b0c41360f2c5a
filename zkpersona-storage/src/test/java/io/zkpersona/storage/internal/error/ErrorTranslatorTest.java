package io.zkpersona.storage.internal.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.error.WriteTrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class ErrorTranslatorTest {

  /** Placed wherever a server may quote a row or a statement. */
  private static final String PERSONAL = "alice@example.org";

  @ParameterizedTest
  @CsvSource({
    "23505, DUPLICATE",
    "23P01, DUPLICATE",
    "23503, MISSING_REFERENCE",
    "23514, VALIDATION",
    "23502, VALIDATION",
    "22001, VALIDATION",
    "22003, VALIDATION",
    "22P02, VALIDATION",
    "22P05, VALIDATION",
    "22021, VALIDATION",
    "22007, VALIDATION",
    "22008, VALIDATION",
    "40001, TRANSACTION_CONFLICT",
    "40P01, TRANSACTION_CONFLICT",
    "25006, DATABASE_UNAVAILABLE",
    "25P03, STATEMENT_TIMEOUT",
    "25P04, STATEMENT_TIMEOUT",
    "40003, DATABASE",
    "57P04, DATABASE",
    "57P05, DATABASE_UNAVAILABLE",
    "58030, DATABASE",
    "25P02, TRANSACTION",
    "57014, STATEMENT_TIMEOUT",
    "55P03, STATEMENT_TIMEOUT",
    "08000, DATABASE_UNAVAILABLE",
    "08001, DATABASE_UNAVAILABLE",
    "08003, DATABASE_UNAVAILABLE",
    "08006, DATABASE_UNAVAILABLE",
    "08P01, DATABASE_UNAVAILABLE",
    "28000, DATABASE_UNAVAILABLE",
    "28P01, DATABASE_UNAVAILABLE",
    "53100, DATABASE_UNAVAILABLE",
    "53200, DATABASE_UNAVAILABLE",
    "53300, DATABASE_UNAVAILABLE",
    "57P01, DATABASE_UNAVAILABLE",
    "57P02, DATABASE_UNAVAILABLE",
    "57P03, DATABASE_UNAVAILABLE",
    "42501, DATABASE",
    "42601, DATABASE",
    "42P01, DATABASE",
    "0A000, DATABASE",
    "22012, DATABASE",
    "XX000, DATABASE",
    "P0001, DATABASE",
    "ZK003, DATABASE",
    "9, DATABASE"
  })
  void eachSqlStateHasItsErrorAndNoneShowsTheDriversText(String state, ErrorCode code) {
    ZkPersonaException translated = ErrorTranslator.translate(server(state, "users", null, null));

    assertThat(translated.code()).isEqualTo(code);
    assertThat(translated.getCause())
        .asInstanceOf(type(SQLException.class))
        .returns(state, SQLException::getSQLState);
    assertThat(everythingIn(translated)).doesNotContain(PERSONAL, "Detail:", "ERROR:");
    if (translated instanceof DatabaseException database) {
      assertThat(database.sqlState()).contains(state);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08006, WRITE_SENT, OUTCOME_UNKNOWN",
    "08006, COMMIT_SENT, OUTCOME_UNKNOWN",
    "08P01, COMMIT_SENT, OUTCOME_UNKNOWN",
    "57P02, WRITE_SENT, OUTCOME_UNKNOWN",
    "40003, COMMIT_SENT, OUTCOME_UNKNOWN",
    "08006, SENT, DATABASE_UNAVAILABLE",
    "08006, CONNECTING, DATABASE_UNAVAILABLE",
    "08003, WRITE_SENT, DATABASE_UNAVAILABLE",
    "57P01, COMMIT_SENT, OUTCOME_UNKNOWN",
    "57P01, WRITE_SENT, OUTCOME_UNKNOWN",
    "57P01, SENT, DATABASE_UNAVAILABLE",
    "25P04, COMMIT_SENT, OUTCOME_UNKNOWN",
    "25P03, COMMIT_SENT, STATEMENT_TIMEOUT",
    "53100, COMMIT_SENT, DATABASE_UNAVAILABLE",
    "XX000, COMMIT_SENT, DATABASE",
    "40001, COMMIT_SENT, TRANSACTION_CONFLICT",
    "57014, WRITE_SENT, STATEMENT_TIMEOUT"
  })
  void aLostAnswerLeavesTheOutcomeUnknownOnlyWhereSomethingMayBeCommitted(
      String state, Moment moment, ErrorCode code) {
    assertThat(
            ErrorTranslator.translate(server(state, "users", null, null), Failing.of(moment))
                .code())
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "53100, OUTCOME_UNKNOWN",
    "58030, OUTCOME_UNKNOWN",
    "XX000, OUTCOME_UNKNOWN",
    "57P05, DATABASE_UNAVAILABLE",
    "57014, STATEMENT_TIMEOUT",
    "40001, TRANSACTION_CONFLICT"
  })
  void aServerThatGivesTheSessionUpMayHaveCommitted(String state, ErrorCode code) {
    SQLException last = server(state, "users", null, null);
    last.setNextException(new PSQLException("gone", PSQLState.CONNECTION_FAILURE));

    assertThat(ErrorTranslator.translate(last, Failing.of(Moment.COMMIT_SENT)).code())
        .isEqualTo(code);
  }

  @Test
  void aWriteInATransactionThatIsMeantToBeReadOnlyIsTheCallersFault() {
    Failing readOnly = new Failing(Moment.SENT, true, WriteTrace.of("call", 0));

    assertThat(ErrorTranslator.translate(server("25006", "users", null, null), readOnly).code())
        .isEqualTo(ErrorCode.TRANSACTION);
  }

  @ParameterizedTest
  @CsvSource({
    "users, users_email_key, user, email",
    "users, users_email_lower_key, user, email",
    "users, users_wallet_address_lower_key, user, walletAddress",
    "users, users_pkey, user, id",
    "behavior_sessions, behavior_sessions_session_token_key, behavior session, sessionToken",
    "orders, orders_number_key, order, number",
    "orders, number_is_unique, row, number_is_unique"
  })
  void aDuplicateNamesEntityAndField(
      String table, String constraint, String entityType, String field) {
    ZkPersonaException translated =
        ErrorTranslator.translate(server("23505", table, constraint, null));

    assertThat(translated)
        .asInstanceOf(type(DuplicateEntityException.class))
        .returns(entityType, ConstraintException::entityType)
        .returns(field, ConstraintException::field)
        .satisfies(duplicate -> assertThat(duplicate.constraint()).contains(constraint));
    assertThat(translated).hasMessageContaining(field);
    assertThat(everythingIn(translated)).doesNotContain(PERSONAL);
  }

  @Test
  void anOverlapSaysSoAndNamesWhereTheStretchOfTimeBegins() {
    ZkPersonaException translated =
        ErrorTranslator.translate(
            server("23P01", "reputation_records", "reputation_records_effective_from_excl", null));

    assertThat(translated)
        .asInstanceOf(type(DuplicateEntityException.class))
        .returns("reputation record", ConstraintException::entityType)
        .returns("effectiveFrom", ConstraintException::field);
    assertThat(translated)
        .hasMessageStartingWith(
            "effectiveFrom of reputation record: overlaps another active reputation record"
                + " (expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"23503", "23001"})
  void aDeleteThatLeavesAReferenceBehindNamesWhatHasIt(String state) {
    ZkPersonaException ours =
        ErrorTranslator.stillReferenced(
            server(state, "sponsor_daily_budgets", "sponsor_daily_budgets_sponsor_id_fkey", null));
    ZkPersonaException hosts =
        ErrorTranslator.stillReferenced(server(state, "orders", "orders_user_id_fkey", null));

    assertThat(ours).hasMessageStartingWith("sponsorId of sponsor daily budget: still refers");
    assertThat(hosts).hasMessageStartingWith("userId of order: still refers");
    assertThat(hosts)
        .asInstanceOf(type(StillReferencedException.class))
        .satisfies(refused -> assertThat(refused.constraint()).contains("orders_user_id_fkey"))
        .satisfies(refused -> assertThat(refused.sqlState()).contains(state));
    assertThat(everythingIn(ours)).doesNotContain(PERSONAL);
  }

  @Test
  void whatElseADeleteThrowsIsWhatAnyStatementThrows() {
    assertThat(ErrorTranslator.stillReferenced(server("57014", "users", null, null))).isNull();
  }

  @Test
  void aMissingReferenceNamesEntityAndField() {
    ZkPersonaException translated =
        ErrorTranslator.translate(
            server("23503", "behavior_inputs", "behavior_inputs_user_id_fkey", null));

    assertThat(translated)
        .asInstanceOf(type(MissingReferenceException.class))
        .returns("behavior input", ConstraintException::entityType)
        .returns("userId", ConstraintException::field);
  }

  @ParameterizedTest
  @CsvSource({
    "users, users_username_length_check, username",
    "users, users_status_check, status",
    "behavior_sessions, behavior_sessions_end_time_check, endTime",
    "reputation_records, reputation_records_reputation_score_check, reputationScore"
  })
  void aFailedCheckNamesTheField(String table, String constraint, String field) {
    ZkPersonaException translated =
        ErrorTranslator.translate(server("23514", table, constraint, null));

    assertThat(translated)
        .asInstanceOf(type(ValidationException.class))
        .satisfies(invalid -> assertThat(invalid.fields()).containsExactly(field));
  }

  @Test
  void aNullNamesTheField() {
    ZkPersonaException translated =
        ErrorTranslator.translate(server("23502", "behavior_inputs", null, "input_data"));

    assertThat(translated)
        .asInstanceOf(type(ValidationException.class))
        .satisfies(invalid -> assertThat(invalid.fields()).containsExactly("inputData"));
  }

  @Test
  void theIndexOfABulkCallKeepsTheCause() {
    ZkPersonaException translated =
        ErrorTranslator.translate(server("23514", "users", "users_status_check", null));

    Throwable cause = translated.getCause();

    translated.addIndex(2);

    assertThat(translated).hasMessageStartingWith("element 2: ").hasCause(cause);
  }

  @ParameterizedTest
  @MethodSource("wrapped")
  void whatTheServerSaidOfABatchCounts(SQLException thrown) {
    ZkPersonaException translated = ErrorTranslator.translate(thrown);

    assertThat(translated).isInstanceOf(DuplicateEntityException.class);
    assertThat(everythingIn(translated)).doesNotContain(PERSONAL);
  }

  static Stream<SQLException> wrapped() {
    SQLException server = server("23505", "users", "users_email_key", null);
    BatchUpdateException batch =
        new BatchUpdateException("Batch entry 0 " + PERSONAL, "23505", 0, new int[0], server);
    batch.setNextException(server);
    return Stream.of(batch, new SQLException("failed for " + PERSONAL, server));
  }

  @Test
  void aPoolWithoutAFreeConnectionSaysWhichSettingsHelp() {
    ZkPersonaException translated =
        ErrorTranslator.translate(
            new SQLTransientConnectionException(PERSONAL + " - Connection is not available"));

    assertThat(translated)
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("DB_MAX_CONNECTIONS");
    assertThat(everythingIn(translated)).doesNotContain(PERSONAL);
  }

  @Test
  void whatHasNoSqlStateIsADatabaseError() {
    ZkPersonaException translated = ErrorTranslator.translate(new SQLException(PERSONAL));

    assertThat(translated)
        .asInstanceOf(type(DatabaseException.class))
        .satisfies(database -> assertThat(database.sqlState()).isEmpty());
    assertThat(everythingIn(translated)).doesNotContain(PERSONAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void aConflictCanBeRetried(String state) {
    assertThat(ErrorTranslator.translate(server(state, "users", null, null)))
        .isInstanceOf(TransactionException.class)
        .satisfies(conflict -> assertThat(conflict.code().retryable()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({"57014, DB_STATEMENT_TIMEOUT_MS", "55P03, DB_LOCK_TIMEOUT_MS"})
  void aTimeoutNamesTheSettingBehindIt(String state, String variable) {
    assertThat(ErrorTranslator.translate(server(state, "users", null, null)))
        .isInstanceOf(StatementTimeoutException.class)
        .hasMessageContaining(variable);
  }

  @Test
  void theCopyKeepsWhereItWasThrown() {
    SQLException original = server("XX000", "users", null, null);
    original.setNextException(new SQLException(PERSONAL));

    SanitizedSqlException copy = SanitizedSqlException.of(original);

    assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
    assertThatObject(copy.getNextException()).isNull();
    assertThatObject(copy.getCause()).isNull();
    assertThat(everythingIn(copy)).contains("XX000").doesNotContain(PERSONAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "23505|duplicate key value violates unique constraint \"users_email_lower_key_102008\""
            + "|DUPLICATE|users_email_lower_key|email of user",
        "23505|duplicate key value violates unique constraint \"users_pkey_102008\""
            + "|DUPLICATE|users_pkey|id of user",
        "23503|insert or update on table \"behavior_sessions_102009\" violates foreign key constraint"
            + " \"behavior_sessions_user_id_fkey_102009\"|MISSING_REFERENCE"
            + "|behavior_sessions_user_id_fkey|userId of behavior session",
        "23P01|conflicting key value violates exclusion constraint"
            + " \"reputation_records_effective_from_excl_102010\"|DUPLICATE"
            + "|reputation_records_effective_from_excl|effectiveFrom of reputation record",
        "23514|new row for relation \"users_102008\" violates check constraint \"users_email_check\""
            + "|VALIDATION||email",
        "23502|null value in column \"start_time\" of relation \"behavior_sessions_102009\" violates"
            + " not-null constraint|VALIDATION||startTime"
      })
  void ofWhatCitusPassesOnTheTextTellsTheConstraint(
      String state, String text, ErrorCode code, String constraint, String field) {
    assertThatIsOf(ErrorTranslator.translate(citus(state, text, null)), code, constraint, field);
  }

  @Test
  void aCopyOnANodeIsRefusedLikeAnInsert() {
    assertThatIsOf(
        ErrorTranslator.translate(
            citus(
                "XX000",
                "duplicate key value violates unique constraint \"users_pkey_102008\"",
                "ReportCopyError")),
        ErrorCode.DUPLICATE,
        "users_pkey",
        "id of user");
    assertThat(ErrorTranslator.translate(citus("XX000", "out of luck", "ReportCopyError")).code())
        .isEqualTo(ErrorCode.DATABASE);
  }

  private static void assertThatIsOf(
      ZkPersonaException thrown, ErrorCode code, String constraint, String field) {
    assertThat(thrown.code()).isEqualTo(code);
    assertThat(thrown.getMessage()).startsWith(field).doesNotContain("_10");
    if (constraint != null) {
      assertThat(((ConstraintException) thrown).constraint()).contains(constraint);
    }
  }

  /** Returns an error of a node as the coordinator of Citus reports it. */
  private static PSQLException citus(String state, String text, String routine) {
    StringBuilder message = new StringBuilder();
    field(message, 'S', "ERROR");
    field(message, 'C', state);
    field(message, 'M', text);
    field(message, 'D', "Key (email)=(" + PERSONAL + ") already exists.");
    if (routine != null) {
      field(message, 'R', routine);
    }
    return new PSQLException(new ServerErrorMessage(message.toString()));
  }

  private static PSQLException server(
      String state, String table, String constraint, String column) {
    StringBuilder message = new StringBuilder();
    field(message, 'S', "ERROR");
    field(message, 'C', state);
    field(message, 'M', "refused " + PERSONAL);
    field(message, 'D', "Key (email)=(" + PERSONAL + ") already exists.");
    field(message, 'H', "Ask " + PERSONAL);
    field(message, 'W', "SQL statement \"UPDATE users SET email = '" + PERSONAL + "'\"");
    field(message, 'q', "SELECT '" + PERSONAL + "'");
    field(message, 't', table);
    if (constraint != null) {
      field(message, 'n', constraint);
    }
    if (column != null) {
      field(message, 'c', column);
    }
    return new PSQLException(new ServerErrorMessage(message.toString()));
  }

  private static void field(StringBuilder message, char type, String value) {
    message.append(type).append(value).append('\0');
  }

  private static String everythingIn(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text + thrown.toString();
  }
}
