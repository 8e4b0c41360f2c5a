package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes stored inputs in turn. */
final class UpdateWork extends Work {

  private static final int ROWS = 256;

  private final Map<BehaviorInputId, BehaviorInput> current = new HashMap<>();
  private List<BehaviorInput> originals = List.of();
  private List<Json> contents = List.of();
  private int turn;

  UpdateWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) {
    Dataset dataset = fixture().fixture().dataset();
    originals = dataset.processed(ROWS);
    contents = dataset.list(dataset.rows(), 7).stream().map(BehaviorInput::inputData).toList();
  }

  @Override
  public Object call(Lifecycle subject) {
    int number = turn++;
    BehaviorInputId id = originals.get(number % originals.size()).id();
    Json content = contents.get(number % contents.size());
    BehaviorSource source = number % 2 == 0 ? BehaviorSource.API : BehaviorSource.ORACLE;
    BehaviorInput changed =
        subject.update(id, stored -> stored.withInputData(content).withSource(source));
    current.put(id, changed);
    return changed;
  }

  @Override
  public void check() throws SQLException {
    List<BehaviorInput> expected = new ArrayList<>(current.values());
    LifecycleFixture.require(
        fixture()
            .fixture()
            .read(expected.stream().map(BehaviorInput::id).toList())
            .equals(expected),
        "rows as they were returned");
  }

  @Override
  public void restore() throws SQLException {
    fixture().fixture().restore(originals);
    super.restore();
  }
}
