package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.SealFinding;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A log of some blocks, which somebody who may write all tables alters. */
abstract class TamperFixture extends SealFixture {

  static final int BLOCKS = 5;
  static final int CHANGES = 6;

  SealHead anchored;
  List<Long> positions;

  @BeforeEach
  void sealSomeBlocks() {
    for (int block = 1; block <= BLOCKS; block++) {
      changeVariously();
      anchored = seal();
    }
    positions = positions();
    assertIntact(BLOCKS * CHANGES);
  }

  static List<SealFinding> found() {
    SealReport report = seals().verify();
    assertThat(report.found()).isEqualTo(report.findings().size());
    assertThat(report.isIntact()).isEqualTo(report.findings().isEmpty());
    return report.findings();
  }

  /** Drops the checks, which the owner of the tables can. */
  static void dropChecks() {
    sql(
        """
        DO $$ DECLARE c record; BEGIN
          FOR c IN SELECT conname, conrelid::regclass AS t FROM pg_constraint WHERE contype = 'c'
            AND conrelid IN ('changes'::regclass, 'change_seals'::regclass) LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
          END LOOP;
        END $$
        """);
  }

  /** Runs statements, verifies, and takes them back. */
  static List<SealFinding> foundAfter(String statements) {
    List<String> tables = List.of("changes", "change_seals", "change_seal_head");
    for (String table : tables) {
      sql("CREATE TABLE kept_%1$s AS SELECT * FROM %1$s".formatted(table));
    }
    try {
      dropChecks();
      sql(statements);
      return found();
    } finally {
      for (String table : tables) {
        sql(
            "DELETE FROM %1$s; INSERT INTO %1$s SELECT * FROM kept_%1$s; DROP TABLE kept_%1$s"
                .formatted(table));
      }
    }
  }

  /** Returns the columns of a table. */
  static List<String> columns(String table) {
    return OWN.database()
        .query(
            """
            SELECT attname FROM pg_attribute
            WHERE attrelid = 'zkpersona.%s'::regclass AND attnum > 0 ORDER BY attnum
            """
                .formatted(table));
  }
}
