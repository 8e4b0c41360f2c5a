package io.zkpersona.storage.internal.query;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.query.Statement.None;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaStatementsTest {

  private final SchemaStatements.Shared shared = new SchemaStatements.Shared("zkpersona", 2);
  private final StatementCache one = shared.of("one");
  private final StatementCache two = shared.of("two");

  private static Statement<None, UserId> statement() {
    return Statement.of(
        "users.find", (in, out) -> Selection.of(List.of(out.only(USERS.ID)), USERS));
  }

  @Test
  void aStatementIsRenderedOnceAndCompletedOnceForEachSchema() {
    Statement<None, UserId> statement = statement();

    assertThat(one.rendered(statement).sql()).contains("\"one\".\"users\"");
    assertThat(two.rendered(statement).sql())
        .isEqualTo(one.rendered(statement).sql().replace("one", "two"));
    assertThat(one.rendered(statement)).isSameAs(one.rendered(statement));
    assertThat(one.renderings()).isOne();
  }

  @Test
  void theNumberOfCompletedStatementsIsBounded() {
    for (int i = 0; i < 10; i++) {
      Statement<None, UserId> statement = statement();
      assertThat(one.rendered(statement).sql()).contains("\"one\"");
      assertThat(two.rendered(statement).sql()).contains("\"two\"");
      assertThat(shared.size()).isBetween(1, 2);
    }
  }

  @Test
  void aForgottenSchemaTakesNoRoom() {
    Statement<None, UserId> statement = statement();
    one.rendered(statement);
    two.rendered(statement);

    shared.forget("one");
    shared.forget("never used");

    assertThat(shared.size()).isOne();
    assertThat(one.rendered(statement).sql()).contains("\"one\"");
  }
}
