package io.zkpersona.storage.migrate;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.testing.server.TestDatabase;

/** An unmanaged database: tables that match version 7 in {@code public}, without a history. */
final class LegacyDatabase {

  /** Renames every constraint and index to names that the library does not use. */
  private static final String RENAME =
      """
      DO $$
      DECLARE found record;
      BEGIN
        FOR found IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c') LOOP
          EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I',
            found.relation, found.conname, 'Legacy ' || md5(found.conname));
        END LOOP;
        FOR found IN SELECT indexrelid::regclass AS relation FROM pg_index
            WHERE indrelid::regclass::text = ANY (ARRAY['users', 'sponsored_transactions'])
            AND indexrelid::regclass::text NOT LIKE '%Legacy%' LOOP
          EXECUTE format('ALTER INDEX %s RENAME TO %I',
            found.relation, 'Legacy ' || md5(found.relation::text));
        END LOOP;
      END $$
      """;

  private LegacyDatabase() {}

  static TestDatabase create() {
    TestDatabase database = TestDatabase.empty();
    MigrationScripts.runTo(database, "public", "0007");
    database.execute(RENAME);
    return database;
  }

  static DatabaseConfigBuilder config(TestDatabase database) {
    return database.config().schema("public");
  }

  static DatabaseManager adopt(TestDatabase database) {
    return DatabaseManager.open(config(database).baselineVersion(7).build());
  }
}
