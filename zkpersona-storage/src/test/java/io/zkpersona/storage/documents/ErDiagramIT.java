package io.zkpersona.storage.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.testing.Trees;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The diagrams of the guide show the migrated schema, and nothing else. */
@NewestServerOnly
class ErDiagramIT {

  private static final Documents DOCUMENTS = Documents.ofTheProject();
  private static final Path CURRENT = Path.of("target/er-diagrams");
  private static final Pattern TABLE =
      Pattern.compile("^  (\\w+) \\{\n(.*?)^  }\n", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("^    \\S+ (\\w+)", Pattern.MULTILINE);

  private static final String COLUMNS =
      """
      SELECT table_name || '.' || column_name FROM information_schema.columns
      WHERE table_schema = 'zkpersona' AND table_name <> '%s'
        AND table_name NOT IN (SELECT relname FROM pg_class WHERE relispartition)
      ORDER BY 1
      """
          .formatted(Migrator.HISTORY_TABLE);

  @Test
  void thePagesShowTheMigratedSchema() throws IOException, SQLException {
    if (Files.exists(CURRENT)) {
      // Pages of an earlier run must not be copied.
      Trees.delete(CURRENT);
    }
    List<Path> outdated = new ArrayList<>();
    try (TestDatabase database = TestDatabase.migrated()) {
      Map<String, SchemaTable> schema = SchemaTable.of(database);
      for (Path page : ErDiagram.ALL.stream().map(ErDiagram::page).distinct().toList()) {
        String text = Files.exists(DOCUMENTS.root().resolve(page)) ? DOCUMENTS.text(page) : "";
        String renewed = ErDiagram.renewed(page, text, schema);
        if (!renewed.equals(text)) {
          Path file = CURRENT.resolve(page);
          Files.createDirectories(file.getParent());
          Files.writeString(file, renewed);
          outdated.add(page);
        }
      }
    }

    assertThat(outdated)
        .as(
            "pages with a diagram that differs from the migrated schema. The current pages are in"
                + " zkpersona-storage/%1$s. In the root of the project run:"
                + " cp -r zkpersona-storage/%1$s/docs . and look at the difference",
            CURRENT)
        .isEmpty();
  }

  @Test
  void eachColumnIsInOneDiagram() throws IOException {
    List<String> shown = new ArrayList<>();
    for (Path page : DOCUMENTS.all()) {
      Matcher table = TABLE.matcher(DOCUMENTS.text(page));
      while (table.find()) {
        COLUMN
            .matcher(table.group(2))
            .results()
            .forEach(column -> shown.add(table.group(1) + "." + column.group(1)));
      }
    }

    List<String> missing;
    try (TestDatabase database = TestDatabase.migrated()) {
      missing = new ArrayList<>(database.query(COLUMNS));
    }
    List<String> surplus = new ArrayList<>(shown);
    missing.forEach(surplus::remove);
    shown.forEach(missing::remove);

    assertThat(missing)
        .as(
            "columns in no diagram of the guide. Add a new table to its subject in ErDiagram.ALL;"
                + " then thePagesShowTheMigratedSchema writes its page")
        .isEmpty();
    assertThat(surplus)
        .as("columns in a diagram that the schema does not have, or that another diagram has too")
        .isEmpty();
  }

  @Test
  void partitionsAreLeftOut() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      Map<String, SchemaTable> before = SchemaTable.of(database);

      manager
          .repositories()
          .behaviorInputs()
          .partitions()
          .enable(Instant.now(), PartitionWidth.DAY, Duration.ofDays(2));

      Map<String, SchemaTable> after = SchemaTable.of(database);
      assertThat(after.keySet()).isEqualTo(before.keySet());
      assertThat(after.get("behavior_inputs").columns())
          .hasSameSizeAs(before.get("behavior_inputs").columns());
    }
  }
}
