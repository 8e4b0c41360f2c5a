package io.zkpersona.storage.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.InsufficientPermissionsException;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.SerializationException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.ExpiredProofException;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.TooManyCandidatesException;
import io.zkpersona.domain.reputation.InvalidReputationScoreException;
import io.zkpersona.domain.sponsorship.BudgetExceededException;
import io.zkpersona.domain.user.UserNotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZkPersonaExceptionTest {
  private static final UUID ID = UUID.fromString("018f4c6e-0000-7000-8000-000000000001");

  private static Throwable cause() {
    return new IllegalStateException("why");
  }

  static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of(
            new UserNotFoundException(ID),
            ErrorCode.USER_NOT_FOUND,
            "user " + ID + ": not found (expected: one that exists and was not deleted)"),
        Arguments.of(
            new SessionNotFoundException(null),
            ErrorCode.SESSION_NOT_FOUND,
            "behavior session: not found (expected: one that exists and was not deleted)"),
        Arguments.of(
            new EntityNotFoundException("behavior input", ID),
            ErrorCode.ENTITY_NOT_FOUND,
            "behavior input " + ID + ": not found (expected: one that exists and was not deleted)"),
        Arguments.of(
            new DuplicateEntityException("user", "email"),
            ErrorCode.DUPLICATE,
            "email of user: already taken (expected: a value that no other user has)"),
        Arguments.of(
            new MissingReferenceException("behavior input", "userId", "fk", "23503", cause()),
            ErrorCode.MISSING_REFERENCE,
            "userId of behavior input: refers to a row that does not exist (expected: the id of an"
                + " existing row)"),
        Arguments.of(
            new StillReferencedException("order", "userId", "fk", "23503", cause()),
            ErrorCode.STILL_REFERENCED,
            "userId of order: still refers to the row to delete (expected: no reference; delete or"
                + " change the referring row first)"),
        Arguments.of(
            new StaleEntityException("user", ID),
            ErrorCode.STALE,
            "user "
                + ID
                + ": changed since it was read (expected: the latest version; read it again and"
                + " repeat the change)"),
        Arguments.of(
            new InvalidTransitionException("user", "deleted", "suspended", List.of("a", "b", "c")),
            ErrorCode.INVALID_TRANSITION,
            "user: deleted to suspended (expected: from a, b or c)"),
        Arguments.of(
            new BudgetExceededException(ID),
            ErrorCode.BUDGET_EXCEEDED,
            "sponsor "
                + ID
                + ": the rest of today's budget does not cover the amount (expected: a smaller"
                + " amount, another sponsor, or another day)"),
        Arguments.of(
            new ClaimLostException(ID),
            ErrorCode.CLAIM_LOST,
            "behavior input "
                + ID
                + ": no longer held by this claim (expected: the current claim; undo or discard the"
                + " work done under the lost one)"),
        Arguments.of(
            new ValidationException("limit", "0 (expected: 1..1000)"),
            ErrorCode.VALIDATION,
            "limit: 0 (expected: 1..1000)"),
        Arguments.of(
            new InvalidCursorException("0 characters (expected: 1..1000)"),
            ErrorCode.INVALID_CURSOR,
            "cursor: 0 characters (expected: 1..1000)"),
        Arguments.of(
            new InvalidReputationScoreException("reputationScore", "above 100 (expected: 0..100)"),
            ErrorCode.INVALID_REPUTATION_SCORE,
            "reputationScore: above 100 (expected: 0..100)"),
        Arguments.of(
            new ExpiredProofException(ID, Instant.EPOCH),
            ErrorCode.EXPIRED_PROOF,
            "zero-knowledge proof "
                + ID
                + ": expired at 1970-01-01T00:00:00Z (expected: a proof that has not expired)"),
        Arguments.of(
            new InsufficientPermissionsException("proof:verify"),
            ErrorCode.INSUFFICIENT_PERMISSIONS,
            "permission: not granted (expected: proof:verify)"),
        Arguments.of(
            new DuplicateStatementException(null, "index", "23505", cause()),
            ErrorCode.DUPLICATE_STATEMENT,
            "publicSignals of zk proof: already proven (expected: a new statement)"),
        Arguments.of(
            new NullifierSpentException(ID, 3),
            ErrorCode.NULLIFIER_SPENT,
            "publicSignals of zk proof: the nullifier is spent, first by proof "
                + ID
                + " (expected: at most 3 per scope)"),
        Arguments.of(
            new TooManyCandidatesException(16),
            ErrorCode.TOO_MANY_CANDIDATES,
            "publicSignals of zk proof: 16 proofs of this statement by this user are pending"
                + " (expected: fewer than 16; mark the decided ones as verified, failed or"
                + " expired)"),
        Arguments.of(
            new SignInException(SignInException.Reason.EXPIRED),
            ErrorCode.SIGN_IN_REFUSED,
            "sign-in: refused (expected: a valid challenge or token of an active user)"),
        Arguments.of(
            new DatabaseUnavailableException("database: no answer", "08006", cause()),
            ErrorCode.DATABASE_UNAVAILABLE,
            "database: no answer"),
        Arguments.of(
            new TransactionException("transaction: over (expected: running)"),
            ErrorCode.TRANSACTION,
            "transaction: over (expected: running)"),
        Arguments.of(
            TransactionException.conflict("transaction: deadlock", "40P01", cause()),
            ErrorCode.TRANSACTION_CONFLICT,
            "transaction: deadlock"),
        Arguments.of(
            new StatementTimeoutException("statement: over 30 s", "57014", null),
            ErrorCode.STATEMENT_TIMEOUT,
            "statement: over 30 s"),
        Arguments.of(
            new SerializationException("status: unknown text", cause()),
            ErrorCode.SERIALIZATION,
            "status: unknown text"),
        Arguments.of(
            new ResultTooLargeException(10),
            ErrorCode.RESULT_TOO_LARGE,
            "result: more than 10 rows (expected: at most 10; narrow the filter, read pages or"
                + " slices, or stream)"),
        Arguments.of(
            new BulkInterruptedException(2_000, cause()),
            ErrorCode.BULK_INTERRUPTED,
            "bulk call: stopped after 2000 rows of its source, which are committed (expected: all"
                + " rows; remove the cause, then continue by skipping that many rows)"),
        Arguments.of(
            new InputPartitionsException(
                InputPartitionsException.Reason.TIED, "a view (expected: none)", cause()),
            ErrorCode.INPUT_PARTITIONS,
            "input partitions: a view (expected: none)"),
        Arguments.of(
            new HistoryUnavailableException(
                HistoryUnavailableException.Reason.ERASED, "user: erased (expected: later)"),
            ErrorCode.HISTORY_UNAVAILABLE,
            "user: erased (expected: later)"),
        Arguments.of(
            new ChangeRecordingException(
                ChangeRecordingException.Reason.NOT_OWNER, "no (expected: the owner)", cause()),
            ErrorCode.CHANGE_RECORDING,
            "recording of changes: no (expected: the owner)"),
        Arguments.of(
            new DistributedSchemaException(cause()),
            ErrorCode.DISTRIBUTED_SCHEMA,
            "the schema is distributed over nodes, which do not support this call (expected: a schema"
                + " of one server; undistribute it, or do without the feature)"),
        Arguments.of(
            new SealsBrokenException("a gap (expected: none)", cause()),
            ErrorCode.SEALS_BROKEN,
            "seals of changes: a gap (expected: none)"),
        Arguments.of(
            new OutcomeUnknownException(WriteTrace.of("users.save", 7), "08006", cause()),
            ErrorCode.OUTCOME_UNKNOWN,
            "users.save: the connection was lost before the server answered (expected: an answer;"
                + " the write took effect once or not at all: call outcomeOf before repeating it)"),
        Arguments.of(
            new DeadlineExceededException(Duration.ofMillis(300), "57014", cause()),
            ErrorCode.DEADLINE_EXCEEDED,
            "the deadline of PT0.3S has passed (expected: completion within it; set a longer"
                + " deadline, or do less work within it)"),
        Arguments.of(
            new ManagerClosedException(),
            ErrorCode.CLOSED,
            "database manager: closed (expected: open; open a new one)"),
        Arguments.of(
            new MigrationException("schema: at 3 (expected: at 8)"),
            ErrorCode.MIGRATION,
            "schema: at 3 (expected: at 8)"),
        Arguments.of(
            new ConfigurationException("DB_MAX_CONNECTIONS", "0 (expected: at least 1)"),
            ErrorCode.CONFIGURATION,
            "DB_MAX_CONNECTIONS: 0 (expected: at least 1)"),
        Arguments.of(
            new DatabaseException("database: refused", "22000", null, cause()),
            ErrorCode.DATABASE,
            "database: refused"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachHasItsCodeAndMessage(ZkPersonaException error, ErrorCode code, String message) {
    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessage(message);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachCanBeSentToAnotherProcess(ZkPersonaException error, ErrorCode code, String message)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object copy = in.readObject();
      assertThat(copy).hasSameClassAs(error);
      assertThat((ZkPersonaException) copy).hasMessage(message);
      assertThat(((ZkPersonaException) copy).code()).isEqualTo(code);
    }
  }

  @Test
  void everyCodeHasAnException() {
    assertThat(all().map(arguments -> arguments.get()[1]))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(ErrorCode.values()));
  }

  @Test
  void theRootIsOpenAndCarriesWhatItIsGiven() {
    ZkPersonaException error = new ZkPersonaException(ErrorCode.STALE, "words", cause()) {};
    assertThat(error).hasMessage("words").hasCause(cause());
    assertThat(new ZkPersonaException(ErrorCode.STALE, "words")).hasNoCause();
  }

  @Test
  void anEntityThatIsNotFoundIsNamed() {
    EntityNotFoundException other = new EntityNotFoundException("scoring result", ID);
    assertThat(other.entityType()).isEqualTo("scoring result");
    assertThat(other.id()).contains(ID);
    assertThat(new UserNotFoundException(ID).entityType()).isEqualTo("user");
    assertThat(new SessionNotFoundException(ID).entityType()).isEqualTo("behavior session");
    assertThat(new UserNotFoundException(null).id()).isEmpty();
  }

  @Test
  void aRefusedTransitionListsTheStatesThatAllowIt() {
    assertThat(new InvalidTransitionException("sponsor", "active", "active", List.of("suspended")))
        .hasMessage("sponsor: active to active (expected: from suspended)");
    assertThat(new InvalidTransitionException("zk proof", "failed", "pending", List.of()))
        .hasMessage(
            "zk proof: failed to pending (expected: another state; no transition leads to"
                + " pending)");
  }

  @Test
  void fieldsAreWhatWasGiven() {
    StaleEntityException stale = new StaleEntityException("user", ID);
    assertThat(stale.entityType()).isEqualTo("user");
    assertThat(stale.id()).isEqualTo(ID);
    InvalidTransitionException step =
        new InvalidTransitionException("proof", "a", "b", List.of("c", "d"));
    assertThat(List.of(step.entityType(), step.from(), step.to()))
        .containsExactly("proof", "a", "b");
    assertThat(step.allowedFrom()).containsExactly("c", "d").isUnmodifiable();
    ExpiredProofException expired = new ExpiredProofException(ID, Instant.EPOCH);
    assertThat(expired.proofId()).isEqualTo(ID);
    assertThat(expired.expiredAt()).isEqualTo(Instant.EPOCH);
    assertThat(new BudgetExceededException(ID).sponsorId()).isEqualTo(ID);
    assertThat(new SignInException(SignInException.Reason.USED).reason())
        .isEqualTo(SignInException.Reason.USED);
    assertThat(
            new InputPartitionsException(InputPartitionsException.Reason.TIED, "r", null).reason())
        .isEqualTo(InputPartitionsException.Reason.TIED);
    assertThat(new InsufficientPermissionsException("p").permission()).isEqualTo("p");
    assertThat(new ResultTooLargeException(7).limit()).isEqualTo(7);
    assertThat(new ConfigurationException("V", "r", cause()).variable()).isEqualTo("V");
    DatabaseException database = new DatabaseException("m", "23505", "uq", cause());
    assertThat(database.sqlState()).contains("23505");
    assertThat(database.constraint()).contains("uq");
    assertThat(new DatabaseException("m", null, null, null).sqlState()).isEmpty();
    assertThat(TransactionException.conflict("m", "40001", cause()).sqlState()).contains("40001");
  }

  @Test
  void anErrorBeginsWithTheIndexOfTheElementInABulkCall() {
    for (ZkPersonaException error :
        List.of(
            new StaleEntityException("user", ID),
            new UserNotFoundException(ID),
            new DuplicateEntityException("user", "email", "uq_users_email", "23505", cause()),
            new NullifierSpentException(null, 2),
            new ZkPersonaException(ErrorCode.STALE, "words"))) {
      String alone = error.getMessage();
      assertThat(error.index()).isEmpty();

      error.addIndex(3);
      assertThat(error.index()).hasValue(3);
      assertThat(error).hasMessage("element 3: " + alone);

      error.addIndex(0);
      assertThat(error.index()).hasValue(0);
      assertThat(error).hasMessage("element 0: " + alone);
      assertThatThrownBy(() -> error.addIndex(-1))
          .isInstanceOf(ValidationException.class)
          .hasMessage("index: -1 (expected: at least 0)");
    }
  }

  @Test
  void anInterruptedBulkCallCountsItsRows() {
    assertThat(new BulkInterruptedException(7, null).committedRows()).isEqualTo(7);
    assertThat(new BulkInterruptedException(7, null).uncertainRows()).isZero();
    assertThat(new BulkInterruptedException(7, 3, null).uncertainRows()).isEqualTo(3);
  }

  @Test
  void constraintErrorsNameTheField() {
    DuplicateEntityException error =
        new DuplicateEntityException("user", "email", "uq_users_email", "23505", cause());
    assertThat(error).hasCause(cause());
    assertThat(error.entityType()).isEqualTo("user");
    assertThat(error.field()).isEqualTo("email");
    assertThat(error.constraint()).contains("uq_users_email");
    assertThat(error.sqlState()).contains("23505");

    DuplicateEntityException overlap =
        DuplicateEntityException.overlap("record", "effectiveFrom", "excl", "23P01", cause());
    assertThat(overlap)
        .hasMessageContaining(
            "effectiveFrom of record: overlaps another active record (expected: ");
    assertThat(overlap.code()).isEqualTo(error.code());

    NullifierSpentException spent = new NullifierSpentException(null, 2);
    assertThat(spent.earlierProofId()).isEmpty();
    assertThat(spent.uses()).isEqualTo(2);
    MissingReferenceException reference = new MissingReferenceException("behavior input", "userId");
    assertThat(reference.constraint()).isEmpty();
    assertThat(reference).hasNoCause();
    StillReferencedException referenced =
        new StillReferencedException("order", "userId", "fk", "23503", cause());
    assertThat(referenced.constraint()).contains("fk");
  }

  @Test
  void aCopyKeepsIndexCauseAndStackTrace() {
    DuplicateStatementException statement =
        new DuplicateStatementException(null, "index", "23505", cause());
    statement.addIndex(2);
    DuplicateStatementException named = statement.withEarlierProof(ID);
    assertThat(named.index()).hasValue(2);
    assertThat(named.earlierProofId()).contains(ID);
    assertThat(named)
        .hasMessageStartingWith("element 2: ")
        .hasMessageContaining("already proven by " + ID)
        .hasCause(cause());
    assertThat(named.getStackTrace()).isEqualTo(statement.getStackTrace());

    DuplicateEntityException stored =
        new DuplicateEntityException("user", "id", "pk", "1", cause());
    stored.addIndex(1);
    assertThat(stored.withContentAsGiven().index()).hasValue(1);
    assertThat(stored.withContentAsGiven()).hasCause(cause());
    assertThat(stored.withContentAsGiven().getStackTrace()).isEqualTo(stored.getStackTrace());
  }
}
