package io.zkpersona.benchmarks.candidate.jooq;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.jooq.InputTable.InputRecord;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * jOOQ's records: one is made for each row, and {@code batchInsert} sends them in portions. Columns
 * that nobody set are left to the database, as {@code batchInsert} does by itself.
 */
public final class JooqRecords implements Candidate {

  private static final int BATCH = 1_000;

  private final DSLContext jooq;

  /** Works on a pool of the caller's. */
  public JooqRecords(DataSource pool) {
    this.jooq = DSL.using(pool, SQLDialect.POSTGRES, Jooq.settings());
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    jooq.transaction(
        transaction -> {
          DSLContext tx = transaction.dsl();
          for (int from = 0; from < inputs.size(); from += BATCH) {
            tx.batchInsert(
                    inputs.subList(from, Math.min(from + BATCH, inputs.size())).stream()
                        .map(input -> row(tx, input))
                        .toList())
                .execute();
          }
        });
  }

  private static InputRecord row(DSLContext tx, BehaviorInput input) {
    InputRecord row = tx.newRecord(InputTable.INPUTS);
    row.fromArray(InputFields.values(input));
    return row;
  }
}
