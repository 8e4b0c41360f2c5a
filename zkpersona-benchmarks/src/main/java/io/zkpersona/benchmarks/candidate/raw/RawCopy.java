package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.BinaryCopy;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;
import javax.sql.DataSource;

/** Handwritten binary COPY, the fastest way to insert. */
public final class RawCopy implements Candidate {

  private final Jdbc jdbc;

  /** Creates the candidate on the caller's pool. */
  public RawCopy(DataSource pool) {
    this.jdbc = new Jdbc(pool);
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    jdbc.transaction(
        connection -> {
          BinaryCopy.insert(connection, inputs.iterator());
          return true;
        });
  }
}
