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
 * jOOQ's records: creates one for each row and sends them in batches with {@code batchInsert},
 * which by default omits unset columns.
 */
public final class JooqRecords implements Candidate {

  private static final int BATCH = 1_000;

  private final DSLContext jooq;

  /** Creates the candidate on the caller's pool. */
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
