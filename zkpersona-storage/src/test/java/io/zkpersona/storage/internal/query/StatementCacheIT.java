package io.zkpersona.storage.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.PostgresRepositories;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class StatementCacheIT {

  private static final String SCHEMA = "zkpersona";
  private static final int CALLS = 1_000;

  private final StatementCache statements = new StatementCache(SCHEMA, SCHEMA);
  private TestDatabase database;
  private Connection connection;
  private Repositories repositories;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.migrated();
    connection = database.connect();
    SqlExecutor executor =
        new SqlExecutor(new BoundConnection(connection), statements, new OperationRecorder());
    repositories = repositories(executor);
  }

  private Repositories repositories(SqlExecutor executor) {
    return new PostgresRepositories(
        new RepositoryContext(executor, statements, new CursorCodec("key"), CALLS, Duration.ZERO),
        new Signals(new PGSimpleDataSource(), SCHEMA));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void aThousandLookUpsRenderOnce() {
    User user = repositories.users().save(User.builder().build());
    long before = statements.renderings();

    for (int i = 0; i < CALLS; i++) {
      UserId id = i % 2 == 0 ? user.id() : UserId.generate();
      assertThat(repositories.users().findById(id).isPresent()).isEqualTo(i % 2 == 0);
    }

    assertThat(statements.renderings()).isEqualTo(before + 1);
  }

  @Test
  void aFilterRendersOnceForTheMembersThatAreSetWhateverTheirValues() {
    for (InputType type : InputType.values()) {
      repositories.behaviorInputs().find(BehaviorInputFilter.builder().inputType(type).build());
    }
    assertThat(statements.renderings()).isOne();

    BehaviorInputFilter another = BehaviorInputFilter.builder().startDate(Instant.EPOCH).build();
    repositories.behaviorInputs().find(another);
    repositories.behaviorInputs().find(another.withEndDate(Instant.EPOCH));
    assertThat(statements.renderings()).isEqualTo(3);
  }

  @Test
  void aPageRendersOnceForAnOrderWhateverItsOffset() {
    PaginationParams params = PaginationParams.firstPage();
    for (int i = 1; i < 50; i++) {
      repositories.users().findPage(params.withOffset(i));
    }
    assertThat(statements.renderings()).isOne();

    repositories.users().findPage(params.withOrder(SortOrder.ASCENDING));
    repositories.users().findPage(params.withSortBy("createdAt"));
    repositories.users().findPage(params.withSortBy("modifiedAt"));
    assertThat(statements.renderings()).isEqualTo(4);
  }

  @Test
  void limitsMakeFewTexts() {
    PaginationParams params = PaginationParams.firstPage();
    for (int limit = 1; limit <= PaginationParams.MAX_LIMIT; limit++) {
      repositories.users().findPage(params.withLimit(limit));
    }
    // One text for each of 2 to 128 rows, and one for all larger numbers.
    assertThat(statements.renderings()).isEqualTo(128);

    UserFilter filter = UserFilter.builder().status(UserStatus.ACTIVE).build();
    for (int limit = 1; limit <= PaginationParams.MAX_LIMIT; limit++) {
      repositories.users().findPage(filter, params.withLimit(limit));
    }
    assertThat(statements.renderings()).isEqualTo(129);
  }

  @Test
  void theServerPlansAFirstPageAndASliceOnceForAllTheirCalls() throws SQLException {
    database.execute(
        "INSERT INTO zkpersona.users (id, username)"
            + " SELECT gen_random_uuid(), 'name-' || n FROM generate_series(1, 20000) AS n;"
            + " ANALYZE zkpersona.users");
    for (int i = 0; i < 20; i++) {
      repositories.users().findPage(PaginationParams.firstPage());
      Slice<User> slice = repositories.users().findSlice(SliceParams.firstSlice());
      repositories
          .users()
          .findSlice(SliceParams.firstSlice().withCursor(slice.nextCursor().orElseThrow()));
    }

    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FILTER (WHERE generic_plans > 0), max(custom_plans)"
                    + " FROM pg_prepared_statements WHERE statement LIKE '%fetch next%'")) {
      assertThat(row.next()).isTrue();
      // The first page and the first slice have the same text.
      assertThat(row.getInt(1)).isEqualTo(2);
      // The server tries plans for the actual values five times.
      assertThat(row.getInt(2)).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void repositoriesOnOneContextShareWhatIsRendered() {
    repositories.users().count();
    SqlExecutor other =
        new SqlExecutor(new BoundConnection(connection), statements, new OperationRecorder());
    repositories(other).users().count();

    assertThat(statements.renderings()).isOne();
  }

  @Test
  void theNumberOfKeptOnesIsBounded() {
    int many = 10_000;
    Variants<Integer, Integer, Integer> numbers =
        Variants.of("number", (number, in, out) -> DSL.select(out.only(DSL.inline(number))));
    for (int i = 0; i < many; i++) {
      statements.rendered(numbers.of(i));
    }
    assertThat(statements.renderings()).isEqualTo(many);

    // The first one was forgotten, the last one is kept.
    assertThat(statements.rendered(numbers.of(0)).sql()).isEqualTo("select 0");
    assertThat(statements.rendered(numbers.of(many - 1)).sql()).isEqualTo("select 9999");

    assertThat(statements.renderings()).isEqualTo(many + 1);
  }
}
