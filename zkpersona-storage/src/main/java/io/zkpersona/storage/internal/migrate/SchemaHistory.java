package io.zkpersona.storage.internal.migrate;

import static io.zkpersona.storage.internal.tables.tables.ZkpersonaSchemaHistory.ZKPERSONA_SCHEMA_HISTORY;

import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.migrate.AppliedMigrations.Entry;
import io.zkpersona.storage.internal.migrate.AppliedMigrations.LibraryMigration;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectQuery;
import org.jooq.impl.SQLDataType;

/**
 * Reads Flyway's history table without Flyway: loading Flyway takes longer than the rest of a
 * startup, and most startups have nothing to apply.
 */
final class SchemaHistory {

  private static final String RESOURCE = "/zkpersona-migrations.properties";
  private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,3}");
  private static final String DELETED = "DELETE";

  /** Stored as local time of the session, so the server converts it to an instant. */
  private static final Field<Instant> INSTALLED_AT =
      ZKPERSONA_SCHEMA_HISTORY.INSTALLED_ON.cast(SQLDataType.INSTANT);

  /** Empty for entries without a version, such as the creation of the schema. */
  private static final Statement<None, Optional<Entry>> FIND =
      Statement.of("schema_history.find", (in, out) -> all(out));

  /** Returns the migrations of a schema without a history: none is applied. */
  static AppliedMigrations none() {
    return new AppliedMigrations(List.of(), library());
  }

  /** Reads the history table, which must exist. */
  AppliedMigrations read(SqlExecutor executor) {
    List<Entry> entries = new ArrayList<>();
    List<Entry> found = executor.list(FIND, None.NONE).stream().flatMap(Optional::stream).toList();
    for (Entry entry : found) {
      // Deleted by hand: treat the migration as never applied.
      if (entry.type().equals(DELETED)) {
        entries.removeIf(earlier -> earlier.version().equals(entry.version()));
      } else {
        entries.add(entry);
      }
    }
    return new AppliedMigrations(List.copyOf(entries), library());
  }

  private static SortedMap<String, LibraryMigration> library() {
    SortedMap<String, LibraryMigration> library = new TreeMap<>();
    LibraryResource.read(RESOURCE)
        .forEach(
            (version, text) -> {
              String[] parts = text.split(" ", 2);
              library.put(version, new LibraryMigration(Integer.parseInt(parts[0]), parts[1]));
            });
    return Collections.unmodifiableSortedMap(library);
  }

  private static Query all(Results<Optional<Entry>> out) {
    var type = out.column(ZKPERSONA_SCHEMA_HISTORY.TYPE);
    var version = out.column(ZKPERSONA_SCHEMA_HISTORY.VERSION);
    var description = out.column(ZKPERSONA_SCHEMA_HISTORY.DESCRIPTION);
    var checksum = out.column(ZKPERSONA_SCHEMA_HISTORY.CHECKSUM);
    var success = out.column(ZKPERSONA_SCHEMA_HISTORY.SUCCESS);
    var installedAt = out.column(INSTALLED_AT, Codecs.INSTANT);
    out.as(
        row ->
            Optional.ofNullable(row.getNullable(version))
                .map(
                    number ->
                        new Entry(
                            row.get(type),
                            fourDigits(number),
                            row.get(description),
                            row.getNullable(checksum),
                            row.get(success),
                            row.get(installedAt))));
    SelectQuery<?> query = Selection.of(out.fields(), ZKPERSONA_SCHEMA_HISTORY);
    query.addOrderBy(ZKPERSONA_SCHEMA_HISTORY.INSTALLED_RANK);
    return query;
  }

  /** A baseline created with Flyway's own tools may be recorded as "7". */
  private static String fourDigits(String version) {
    return SHORT_NUMBER.matcher(version).matches()
        ? "0".repeat(4 - version.length()) + version
        : version;
  }
}
