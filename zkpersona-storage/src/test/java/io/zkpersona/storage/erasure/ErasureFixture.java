package io.zkpersona.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database, with checks that nothing of a person is left in it. */
abstract class ErasureFixture {

  static final String MARK = "quokka";

  TestDatabase database;
  DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterEach
  void close() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    manager.close();
    database.close();
  }

  final Repositories all() {
    return manager.repositories();
  }

  final Person person() {
    return new Person(database, all(), MARK, 1);
  }

  /** Returns every row as text, by table. */
  final Map<String, List<String>> dump() {
    return database
        .query(
            "SELECT relname FROM pg_class WHERE relnamespace = 'zkpersona'::regnamespace"
                + " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1")
        .stream()
        .collect(
            Collectors.toMap(
                table -> table,
                table ->
                    database.query("SELECT t::text FROM zkpersona." + table + " AS t ORDER BY 1")));
  }

  final List<String> rowsWith(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return dump().values().stream()
        .flatMap(List::stream)
        .filter(row -> row.toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  final void assertNothingIsLeftOf(Person person) {
    assertThat(rowsWith(person.mark)).isEmpty();
    assertThat(rowsWith(person.user.walletAddress().value())).isEmpty();
    assertThat(rowsWith(person.user.id().value().toString())).isEmpty();
    assertThat(rowsWith(person.session.id().value().toString())).isEmpty();
  }
}
