package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.server.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the migrations; each query lists violations. */
class SchemaRulesIT {

  private static TestDatabase database;

  @BeforeAll
  static void migrate() {
    database = TestDatabase.migrated();
    database.execute(
        """
        CREATE VIEW public.constraints AS
          SELECT c.conname::text AS name, c.contype AS kind, t.relname::text AS table_name, c.*,
            (SELECT array_agg(a.attname::text ORDER BY k.position)
             FROM unnest(c.conkey) WITH ORDINALITY AS k (number, position)
             JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns
          FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
          WHERE c.connamespace = 'zkpersona'::regnamespace AND c.contype <> 'n'
            AND t.relname <> 'zkpersona_schema_history'
            AND NOT t.relispartition;
        CREATE VIEW public.indexes AS
          SELECT i.relname::text AS name, t.relname::text AS table_name, x.*,
            pg_get_expr(x.indpred, x.indrelid) AS condition,
            pg_get_expr(x.indexprs, x.indrelid) AS expressions,
            (SELECT array_agg(coalesce(a.attname::text, '') ORDER BY k.position)
             FROM unnest(x.indkey) WITH ORDINALITY AS k (number, position)
             LEFT JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = k.number
             WHERE k.position <= x.indnkeyatts) AS columns,
            EXISTS (SELECT FROM pg_constraint WHERE conindid = x.indexrelid AND conrelid = x.indrelid)
              AS is_constraint
          FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
          JOIN pg_class AS t ON t.oid = x.indrelid
          WHERE t.relnamespace = 'zkpersona'::regnamespace AND t.relname <> 'zkpersona_schema_history'
            AND NOT t.relispartition
        """);
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static void none(String question) {
    assertThat(database.query(question)).isEmpty();
  }

  @Test
  void theQuestionsBelowSeeConstraintsAndIndexes() {
    assertThat(database.query("SELECT DISTINCT kind::text FROM constraints ORDER BY 1"))
        .containsExactly("c", "f", "p", "u", "x");
    assertThat(database.query("SELECT name FROM indexes WHERE NOT is_constraint"))
        .hasSizeGreaterThan(30)
        .contains("users_email_lower_key", "behavior_inputs_unprocessed_timestamp_id_idx");
  }

  @Test
  void keysAreNamedForTableAndColumn() {
    none("SELECT name FROM constraints WHERE kind = 'p' AND name <> table_name || '_pkey'");
    none(
        "SELECT name FROM constraints WHERE kind = 'u'"
            + " AND name <> table_name || '_' || columns[1] || '_key'");
    none(
        "SELECT name FROM constraints WHERE kind = 'f'"
            + " AND name <> table_name || '_' || columns[1] || '_fkey'");
    none(
        """
        SELECT name FROM constraints AS excl
        WHERE kind = 'x' AND NOT EXISTS (
          SELECT FROM pg_attribute AS a
          WHERE a.attrelid = excl.conrelid AND name = table_name || '_' || a.attname || '_excl')
        """);
  }

  @Test
  void checksAreNamedForAColumnThatTheyRead() {
    none(
        """
        SELECT name FROM constraints
        WHERE kind = 'c' AND name <> ALL (
          SELECT table_name || '_' || read || suffix
          FROM unnest(columns) AS read, unnest(ARRAY['_check', '_length_check', '_range_check']) AS suffix)
        """);
    none(
        "SELECT name FROM constraints WHERE kind = 'c' AND (name LIKE '%\\_length\\_check')"
            + " <> (pg_get_constraintdef(oid) LIKE '%\\_length(%')");
  }

  @Test
  void noNameIsOneThatTheServerMadeUpOrCut() {
    none("SELECT name FROM constraints WHERE name ~ '(check|key)[0-9]+$' OR length(name) > 62");
    none("SELECT name FROM indexes WHERE name ~ '(idx|key)[0-9]+$' OR length(name) > 62");
  }

  @Test
  void aConstraintsNameIsGivenOnce() {
    none("SELECT name FROM constraints GROUP BY name HAVING count(*) > 1");
  }

  @Test
  void indexesAreNamedForTableAndColumns() {
    none(
        """
        SELECT name FROM indexes
        WHERE NOT is_constraint AND expressions IS NULL
          AND length(table_name || array_to_string(columns, '_')) <= 57 AND NOT (
          starts_with(name, table_name || '_')
          AND right(name, length(array_to_string(columns, '_')) + 5)
            = '_' || array_to_string(columns, '_') || '_idx')
        """);
    // An index with too many columns for its name is named for its use.
    none(
        """
        SELECT name FROM indexes
        WHERE NOT is_constraint AND expressions IS NULL
          AND length(table_name || array_to_string(columns, '_')) > 57
          AND NOT (starts_with(name, table_name || '_') AND right(name, 4) = '_idx')
        """);
    // A partial index has a word for its condition before the columns.
    none(
        """
        SELECT name FROM indexes
        WHERE NOT is_constraint AND expressions IS NULL AND condition IS NULL
          AND name <> table_name || '_' || array_to_string(columns, '_') || '_idx'
        """);
    none(
        """
        SELECT name FROM indexes
        WHERE NOT is_constraint AND expressions IS NOT NULL AND NOT (indisunique AND name ~ '_lower_key$'
          AND regexp_replace(expressions, '[()]|::text', '', 'g')
            = format('lower%s COLLATE "C"', replace(replace(name, table_name || '_', ''), '_lower_key', '')))
          AND name <> regexp_replace(split_part(expressions, '(', 1), '^.*[.]', '') || '_idx'
        """);
  }

  @Test
  void whatIsUniqueIsAConstraintUnlessItIsAnExpressionOrHasACondition() {
    none(
        "SELECT name FROM indexes WHERE indisunique AND NOT is_constraint AND expressions IS NULL"
            + " AND condition IS NULL");
  }

  @Test
  void noIndexIsTheBeginningOfAnother() {
    none(
        """
        SELECT shorter.name || ' of ' || longer.name
        FROM indexes AS shorter
        JOIN indexes AS longer
          ON longer.indrelid = shorter.indrelid AND longer.indexrelid <> shorter.indexrelid
        WHERE NOT shorter.indisunique
          AND shorter.expressions IS NULL
          AND longer.columns[1:cardinality(shorter.columns)] = shorter.columns
          AND (longer.condition IS NOT DISTINCT FROM shorter.condition
            OR longer.condition IS NULL
              AND shorter.condition = format('(%I IS NOT NULL)', shorter.columns[1]))
        """);
  }

  @Test
  void noUniqueIndexRepeatsAnother() {
    none(
        """
        SELECT one.name || ' and ' || other.name
        FROM indexes AS one
        JOIN indexes AS other ON other.indrelid = one.indrelid AND other.indexrelid < one.indexrelid
        WHERE one.indisunique AND other.indisunique AND one.columns = other.columns
          AND one.expressions IS NOT DISTINCT FROM other.expressions
          AND one.condition IS NOT DISTINCT FROM other.condition
        """);
  }

  @Test
  void everyReferenceHasAnIndexThatBeginsWithItsColumns() {
    none(
        """
        SELECT name FROM constraints AS reference
        WHERE kind = 'f' AND NOT EXISTS (
          SELECT FROM indexes AS i
          WHERE i.indrelid = reference.conrelid
            AND i.columns[1:cardinality(reference.columns)] = reference.columns
            AND (i.condition IS NULL OR i.condition = format('(%I IS NOT NULL)', reference.columns[1])))
        """);
  }

  @Test
  void everyTableIsCommentedOn() {
    none(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'zkpersona'::regnamespace AND relkind IN ('r', 'p')
          AND relname <> 'zkpersona_schema_history' AND obj_description(oid, 'pg_class') IS NULL
        """);
  }

  @Test
  void everyIndexThatIsNoConstraintNamesItsQueryInAComment() {
    none(
        "SELECT name FROM indexes WHERE NOT is_constraint"
            + " AND obj_description(indexrelid, 'pg_class') IS NULL");
  }

  @Test
  void everyColumnThatHoldsATimeKnowsItsZone() {
    none(
        """
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'zkpersona' AND table_name <> 'zkpersona_schema_history'
          AND data_type LIKE 'time%' AND data_type <> 'timestamp with time zone'
        """);
  }

  /** A non-finite time written by SQL could not be read and would break every page that has it. */
  @Test
  void everyColumnThatHoldsATimeOrADayIsCheckedToBeFinite() {
    none(
        """
        SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c
        WHERE c.table_schema = 'zkpersona' AND c.table_name <> 'zkpersona_schema_history'
          AND c.udt_name IN ('timestamptz', 'date')
          -- Only triggers write it, with times within the transaction; a check costs each recorded row.
          AND c.table_name <> 'changes'
          AND c.table_name NOT IN (SELECT relname FROM pg_class WHERE relispartition)
          AND NOT EXISTS (
            SELECT FROM constraints AS one
            WHERE one.kind = 'c' AND one.table_name = c.table_name
              AND one.name = c.table_name || '_' || c.column_name || '_range_check')
        """);
  }

  @Test
  void everyPageableColumnHasAnIndexThatEndsInTheId() {
    assertThat(
            database.query(
                """
                SELECT table_name || ' ' || columns[1] FROM indexes
                WHERE cardinality(columns) = 2 AND columns[2] = 'id' AND condition IS NULL
                  AND indoption::text = '0 0' ORDER BY 1
                """))
        .containsExactly(
            "auth_sessions expires_at",
            "auth_sessions issued_at",
            "behavior_inputs ctime",
            "behavior_inputs timestamp",
            "behavior_sessions ctime",
            "behavior_sessions start_time",
            "reputation_records effective_from",
            "reputation_records reputation_score",
            "scoring_results score",
            "scoring_results timestamp",
            "sponsored_transactions ctime",
            "sponsored_transactions mtime",
            "users ctime",
            "users mtime",
            "zk_proofs ctime",
            "zk_proofs mtime");
  }
}
