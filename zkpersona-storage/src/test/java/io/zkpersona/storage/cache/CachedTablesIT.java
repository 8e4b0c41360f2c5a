package io.zkpersona.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.internal.query.CachedTables;
import io.zkpersona.storage.internal.query.CachedTables.Change;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A delete changes all tables that its foreign keys reach. */
@NewestServerOnly
class CachedTablesIT {

  private static final String FOREIGN_KEYS =
      """
      SELECT DISTINCT r.relname || ' ' || t.relname || ' ' || c.confdeltype::text
      FROM pg_constraint AS c
      JOIN pg_class AS t ON t.oid = c.conrelid JOIN pg_class AS r ON r.oid = c.confrelid
      WHERE c.contype = 'f' AND c.confdeltype IN ('c', 'n', 'd') AND c.conparentid = 0
        AND c.connamespace = 'zkpersona'::regnamespace
      ORDER BY 1
      """;

  @Test
  void aDeleteDropsWhatItReachesThroughForeignKeys() {
    Set<String> missing = new TreeSet<>();
    int keys = 0;
    try (TestDatabase database = TestDatabase.migrated()) {
      for (String key : database.query(FOREIGN_KEYS)) {
        String[] parts = key.split(" ", -1);
        Change reached = parts[2].equals("c") ? Change.DELETE : Change.UPDATE;
        keys++;
        if (!CachedTables.dependent(Change.DELETE, parts[0])
            .containsAll(CachedTables.dependent(reached, parts[1]))) {
          missing.add(key);
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(keys).isGreaterThan(15);
  }
}
