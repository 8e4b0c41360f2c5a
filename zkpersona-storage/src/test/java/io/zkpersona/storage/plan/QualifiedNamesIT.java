package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every statement qualifies the names that it calls and reads with their schema. */
class QualifiedNamesIT {

  /**
   * Matches a word before a parenthesis without a schema, unless it names a part of the statement
   * and its columns.
   */
  private static final Pattern CALL =
      Pattern.compile(
          "(?<![.\"\\w])\"?([a-z_]+)\"?\\((?!\"[a-z_]+\"(?:, \"[a-z_]+\")*\\) as (?:materialized )?\\()");

  /** An ordered-set aggregate, which jOOQ renders without a schema. */
  private static final String ORDERED_SET = "mode";

  /** Keywords that the grammar follows with a parenthesis, and that are no functions. */
  private static final Set<String> GRAMMAR =
      Set.of(
          "any",
          "array",
          "cast",
          "coalesce",
          "decimal",
          "exists",
          "extract",
          "greatest",
          "in",
          "least",
          "nullif",
          "numeric",
          "row",
          "timestamp",
          "values",
          "varchar",
          ORDERED_SET);

  @Test
  void noFunctionIsCalledWithoutItsSchema() throws SQLException {
    Set<String> statements = RenderedStatements.ofAllCalls();

    assertThat(statements).hasSizeGreaterThan(200);
    assertThat(statements.stream().flatMap(sql -> calls(sql).stream()).collect(Collectors.toSet()))
        .isEmpty();
  }

  private static Set<String> calls(String sql) {
    return CALL.matcher(sql.replaceAll("'[^']*'", "''"))
        .results()
        .map(call -> call.group(1))
        .filter(word -> !GRAMMAR.contains(word))
        .map(word -> word + " in " + sql)
        .collect(Collectors.toSet());
  }
}
