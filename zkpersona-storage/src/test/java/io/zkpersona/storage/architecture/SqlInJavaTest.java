package io.zkpersona.storage.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.PlainSQL;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL is written with jOOQ's typed classes or in migrations, never as text in Java. */
class SqlInJavaTest {

  private static final Pattern SQL =
      Pattern.compile(
          """
          ^[\\s(]*(select|insert|update|delete|merge|with|create|alter|drop|truncate|grant|revoke
            |copy|lock|savepoint|rollback|explain|vacuum|analyze)\\s+[\\w"(*]
          | \\bselect\\b.*\\bfrom\\b
          | \\binsert\\s+into\\b
          | \\bupdate\\s+[\\w."%…]+\\s+set\\b
          | \\bdelete\\s+from\\b
          | \\b(create|alter|drop)\\s+(table|schema|index|view|function|role|database|extension
            |type|sequence|trigger)\\b
          | \\bwhere\\s+[\\w."%…]+\\s*(=|<|>|in\\b|like\\b|is\\b)
          | \\b(order|group|partition)\\s+by\\s+[\\w"%…]
          | ^\\s*set\\s+[\\w."%…]+\\s*(=|to\\b)
          | \\b(set|reset|show)\\s+(local|session|search_path|transaction)\\b
          """,
          Pattern.CASE_INSENSITIVE | Pattern.COMMENTS | Pattern.DOTALL);

  private static final DescribedPredicate<JavaAccess<?>> PLAIN_SQL =
      DescribedPredicate.describe(
          "jOOQ's plain SQL API",
          access ->
              access.getTarget() instanceof AccessTarget.CodeUnitCallTarget target
                  && (target.isAnnotatedWith(PlainSQL.class)
                      || target.getOwner().isAnnotatedWith(PlainSQL.class)));

  /** Generated tables are exempt, because the generator copies the schema's defaults and checks. */
  private static final ArchRule NO_PLAIN_SQL =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.zkpersona.storage.internal.tables..")
          .should()
          .accessTargetWhere(PLAIN_SQL);

  private static final ArchRule ONE_PLACE_TALKS_JDBC =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.zkpersona.storage.internal.execution")
          .should()
          .callMethodWhere(
              called(Statement.class, "execute", "addBatch")
                  .or(called(Connection.class, "prepare", "createStatement", "nativeSQL")));

  private static DescribedPredicate<JavaCall<?>> called(Class<?> type, String... prefixes) {
    return JavaCall.Predicates.target(owner(assignableTo(type)))
        .and(
            DescribedPredicate.describe(
                "named " + String.join("…, ", prefixes) + "…",
                call -> Stream.of(prefixes).anyMatch(call.getName()::startsWith)));
  }

  @Test
  void noTextLooksLikeSql() throws IOException {
    List<String> suspicious = new ArrayList<>();
    int texts = 0;
    for (Path file : sources()) {
      for (String text : StringLiterals.in(Files.readString(file))) {
        texts++;
        if (looksLikeSql(text)) {
          suspicious.add(file.getFileName() + ": " + text);
        }
      }
    }

    assertThat(suspicious).isEmpty();
    assertThat(texts).as("texts that were looked at").isGreaterThan(500);
  }

  @Test
  void noPlainSqlGoesThroughJooq() {
    NO_PLAIN_SQL.check(Production.CLASSES);
  }

  @Test
  void statementsAreMadeAndRunInOnePlace() {
    ONE_PLACE_TALKS_JDBC.check(Production.CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { String a = \"SELECT id FROM users\"; }",
        "class A { String a = \"select \" + columns() + \" from users\"; }",
        "class A { String a = \" (SELECT 1)\"; }",
        "class A { String a() { return \"\"\"\n   UPDATE users\n   SET status = ?\n\"\"\"; } }",
        "class A { String a = \"WITH rows AS (\" + query + \")\"; }",
        "class A { void a(String t) { run((\"DELETE \" + \"FROM \") + t); } }",
        "class A { String a = \"INSERT INTO users VALUES (?)\"; }",
        "@B(\"DROP TABLE users\") class A { }",
        "class A { String a = prefix + \" where id = ?\"; }",
        "class A { String a = prefix + \" order by \" + column; }",
        "class A { String a = \"SET search_path TO x\"; }",
        "class A { String a = \"create schema %s\".formatted(name); }"
      })
  void theScanWouldSeeIt(String source) {
    assertThat(StringLiterals.in(source)).anyMatch(SqlInJavaTest::looksLikeSql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { String a = \"limit: 0 (expected: 1..1000)\"; }",
        "class A { String a = \"an update of a stale copy\"; }",
        "class A { String a = \"the right to create the schema, or to use it\"; }",
        "class A { String select = \"find_by_id\"; }",
        "class A { /* SELECT 1 */ int a; }"
      })
  void theScanDoesNotMindPlainWords(String source) {
    assertThat(StringLiterals.in(source)).noneMatch(SqlInJavaTest::looksLikeSql);
  }

  @Test
  void theRulesWouldSeeIt() {
    var planted = new ClassFileImporter().importClasses(Planted.class);

    assertThat(NO_PLAIN_SQL.evaluate(planted).getFailureReport().getDetails())
        .hasSize(4)
        .anyMatch(line -> line.contains("DSL.field(java.lang.String)"))
        .anyMatch(line -> line.contains("DSL.condition(java.lang.String)"))
        .anyMatch(line -> line.contains("DSL.sql(java.lang.String)"))
        .anyMatch(line -> line.contains("DSLContext.execute(java.lang.String)"));
    assertThat(ONE_PLACE_TALKS_JDBC.evaluate(planted).getFailureReport().getDetails()).hasSize(3);
  }

  /** Holds every forbidden construct, so that the rules can be tested. */
  @SuppressWarnings("UnusedMethod")
  private static final class Planted {

    static Object plainSql(String text) {
      return List.of(
          DSL.field(text), DSL.condition(text), DSL.sql(text), DSL.using("").execute(text));
    }

    static void jdbc(Connection connection, String text) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
      connection.prepareStatement(text).close();
    }
  }

  private static boolean looksLikeSql(String text) {
    return SQL.matcher(text).find();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("zkpersona-domain", "zkpersona-storage")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    assertThat(sources).hasSizeGreaterThan(100);
    return sources;
  }
}
