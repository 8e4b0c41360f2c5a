package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;

/** New rows at almost no cost: the content of an existing row under a new id. */
final class Templates {

  private static final int COUNT = 1_024;

  private final Dataset dataset;
  private final List<BehaviorInput> rows;

  Templates(Dataset dataset) {
    this.dataset = dataset;
    this.rows = dataset.list(dataset.rows(), COUNT);
  }

  BehaviorInput row(long index) {
    return rows.get((int) (index % COUNT)).withId(dataset.id(index));
  }
}
