package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.BinaryCopy;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;
import javax.sql.DataSource;

/** Binary COPY by hand: the fastest way in. */
public final class RawCopy implements Candidate {

  private final Jdbc jdbc;

  /** Works on a pool of the caller's. */
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
