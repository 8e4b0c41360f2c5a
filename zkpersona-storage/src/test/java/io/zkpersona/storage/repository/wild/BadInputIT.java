package io.zkpersona.storage.repository.wild;

import static io.zkpersona.storage.repository.wild.BadInput.JSON;
import static io.zkpersona.storage.repository.wild.BadInput.SECRET;
import static io.zkpersona.storage.repository.wild.BadInput.WALLET;
import static io.zkpersona.storage.repository.wild.BadInput.invalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.Cursor;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input throws a specific exception that names the fault, and nothing is written. Neither the
 * exception nor its causes contain personal data, SQL or text of the driver.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class BadInputIT {

  private static final String EMAIL = "hushmail@example.org";
  private static final String TOKEN = "hush-token-0123456789";

  private TestDatabase database;
  private DatabaseManager manager;
  private DatabaseManager closed;
  private User user;
  private BehaviorSession session;
  private BehaviorInput input;

  @BeforeAll
  void store() {
    database = TestDatabase.migrated();
    closed = database.open();
    closed.close();
    manager = database.open();
    // Written as by a program that does not checksum.
    database.execute(
        "INSERT INTO zkpersona.users (wallet_address, email, username) VALUES ('%s', '%s', 'hush')"
            .formatted(WALLET, EMAIL));
    user = all().users().findByEmail(EMAIL).orElseThrow();
    session =
        all()
            .behaviorSessions()
            .save(BehaviorSession.builder().sessionToken(new SessionToken(TOKEN)).build());
    input = all().behaviorInputs().save(References.input().withInputData(JSON));
    all().behaviorInputs().save(References.input());
  }

  @AfterAll
  void close() {
    manager.close();
    database.close();
  }

  private Repositories all() {
    return manager.repositories();
  }

  @ParameterizedTest
  @MethodSource({"questions", "values", "writes", "bulkWrites", "closedManagers", "ownSql"})
  void isRefusedByNameAndNothingIsWritten(BadInput bad) {
    List<String> before = Rows.all(database);

    Throwable refused = catchThrowable(bad.call());

    assertThat(refused).isExactlyInstanceOf(bad.exception());
    assertThat(refused.getMessage()).contains(bad.saying());
    assertThat(BadInput.everythingSaid(refused))
        .allSatisfy(
            text -> assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(BadInput.NEVER_SAID));
    assertThat(Rows.all(database)).isEqualTo(before);
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
  }

  private Stream<BadInput> values() {
    return new BadValues(manager, user, input).inJava();
  }

  private Stream<BadInput> ownSql() {
    return new BadValues(manager, user, input).onTheServer();
  }

  private Stream<BadInput> questions() {
    BehaviorInputRepository inputs = all().behaviorInputs();
    PaginationParams page = PaginationParams.firstPage();
    SliceParams slice = SliceParams.builder().limit(1).build();
    Cursor cursor = inputs.findSlice(slice).nextCursor().orElseThrow();
    BehaviorInputFilter filter = BehaviorInputFilter.builder().processed(false).build();
    Instant time = Instant.parse("2024-05-06T07:08:09Z");
    String columns = "sortBy: unknown column (expected: one of timestamp, createdAt)";
    return Stream.of(
        invalid("unknown sort column", columns, () -> inputs.findPage(page.withSortBy(SECRET))),
        invalid(
            "sort column of the table", columns, () -> inputs.findPage(page.withSortBy("ctime"))),
        invalid(
            "unknown sort column of a slice",
            columns,
            () -> inputs.findSlice(slice.withSortBy(SECRET))),
        invalid("limit 0", "limit: 0 (expected: 1..1000)", () -> page.withLimit(0)),
        invalid("limit 5,000", "limit: 5000 (expected: 1..1000)", () -> page.withLimit(5_000)),
        invalid("limit 0 of a slice", "limit: 0 (expected: 1..1000)", () -> slice.withLimit(0)),
        invalid("negative offset", "offset: -1 (expected: at least 0)", () -> page.withOffset(-1)),
        new BadInput(
            "forged cursor",
            InvalidCursorException.class,
            "cursor: ",
            () -> inputs.findSlice(slice.withCursor(new Cursor("hush")))),
        new BadInput(
            "no cursor at all",
            InvalidCursorException.class,
            "cursor: ",
            () -> new Cursor("hush!")),
        new BadInput(
            "another filter's cursor",
            InvalidCursorException.class,
            "cursor: ",
            () -> inputs.findSlice(filter, slice.withCursor(cursor))),
        new BadInput(
            "another entity's cursor",
            InvalidCursorException.class,
            "cursor: ",
            () -> all().behaviorSessions().findSlice(slice.withCursor(cursor))),
        invalid(
            "start after end",
            "startDate: above endDate (expected: at most that); endDate: below startDate",
            () -> filter.with(b -> b.startDate(time.plusNanos(1_000)).endDate(time))),
        invalid(
            "delete with nothing set",
            "filter: no member is set",
            () -> inputs.delete(BehaviorInputFilter.none())));
  }

  private Stream<BadInput> writes() {
    BehaviorInput stale = input.withAudit(session.audit());
    User gone = User.builder().email(new EmailAddress(SECRET + "@gone.example")).build();
    return Stream.of(
        new BadInput(
            "a reference to nothing",
            MissingReferenceException.class,
            "userId of behavior input: ",
            () ->
                all()
                    .behaviorInputs()
                    .create(
                        CreateBehaviorInputRequest.builder()
                            .inputData(JSON)
                            .userId(UserId.generate())
                            .build())),
        new BadInput(
            "a wallet taken in other letter case",
            DuplicateEntityException.class,
            "walletAddress of user: ",
            () -> all().users().save(withWallet())),
        new BadInput(
            "an e-mail taken in other letter case",
            DuplicateEntityException.class,
            "email of user: ",
            () ->
                all()
                    .users()
                    .save(User.builder().email(new EmailAddress("HUSHMAIL@example.org")).build())),
        new BadInput(
            "a token taken",
            DuplicateEntityException.class,
            "sessionToken of behavior session: ",
            () ->
                all()
                    .behaviorSessions()
                    .save(BehaviorSession.builder().sessionToken(new SessionToken(TOKEN)).build())),
        new BadInput(
            "the same id twice",
            DuplicateEntityException.class,
            "id of behavior input: ",
            () -> all().behaviorInputs().save(input)),
        new BadInput(
            "a stale copy",
            StaleEntityException.class,
            "behavior input " + input.id().value(),
            () -> all().behaviorInputs().update(stale)),
        new BadInput(
            "update of what is gone",
            UserNotFoundException.class,
            "user " + gone.id().value(),
            () -> all().users().update(gone)),
        new BadInput(
            "delete of what is gone",
            EntityNotFoundException.class,
            "behavior input ",
            () -> all().behaviorInputs().deleteById(BehaviorInputId.generate())),
        new BadInput(
            "ending a session that is gone",
            SessionNotFoundException.class,
            "behavior session ",
            () -> all().behaviorSessions().complete(BehaviorSessionId.generate())));
  }

  private static User withWallet() {
    return User.builder().walletAddress(new WalletAddress(WALLET)).build();
  }

  private Stream<BadInput> bulkWrites() {
    User fine = User.builder().build();
    BehaviorInput lost = References.input().withInputData(JSON).withUserId(UserId.generate());
    return Stream.of(
        new BadInput(
            "a taken wallet among others",
            DuplicateEntityException.class,
            "element 1: walletAddress of user: ",
            () -> all().users().saveAll(List.of(fine, withWallet(), withWallet()))),
        new BadInput(
            "a reference to nothing among others",
            MissingReferenceException.class,
            "element 2: userId of behavior input: ",
            () ->
                all()
                    .behaviorInputs()
                    .saveAll(List.of(References.input(), References.input(), lost))),
        invalid(
            "too many digits among others",
            "element 1: score: 5 decimals",
            () ->
                all()
                    .scoringResults()
                    .saveAll(
                        List.of(
                            References.score(input.id()),
                            References.score(input.id()).withScore(new BigDecimal("99.99999"))))));
  }

  private Stream<BadInput> closedManagers() {
    Repositories late = closed.repositories();
    return Stream.<ThrowingCallable>of(
            () -> late.users().save(withWallet()),
            () -> late.users().saveAll(List.of(withWallet())),
            () -> late.users().findByEmail(EMAIL),
            () -> late.behaviorInputs().stream(),
            () -> late.behaviorInputs().findSlice(SliceParams.firstSlice()),
            () -> closed.inTransaction(tx -> tx.users().deleteEverything()),
            () -> closed.withConnection(connection -> connection.createStatement()))
        .map(
            call -> new BadInput("a closed manager", ManagerClosedException.class, "closed", call));
  }
}
