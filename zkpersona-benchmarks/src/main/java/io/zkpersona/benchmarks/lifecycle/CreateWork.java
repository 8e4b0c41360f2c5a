package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import java.sql.SQLException;
import java.util.List;

/** Creates some inputs at once. */
final class CreateWork extends Work {

  private final int size;
  private List<CreateBehaviorInputRequest> requests = List.of();
  private List<BehaviorInput> last = List.of();
  private int done;

  CreateWork(LifecycleFixture fixture, int size) {
    super(fixture);
    this.size = size;
  }

  @Override
  public void prepare(int calls) {
    requests = fixture().fixture().dataset().list(0, size).stream().map(CreateWork::copy).toList();
  }

  private static CreateBehaviorInputRequest copy(BehaviorInput input) {
    return CreateBehaviorInputRequest.builder()
        .userId(input.userId())
        .behaviorSessionId(input.behaviorSessionId())
        .sessionId(input.sessionId())
        .inputData(input.inputData())
        .inputType(input.inputType())
        .source(input.source())
        .timestamp(input.timestamp())
        .processed(input.processed())
        .build();
  }

  @Override
  public Object call(Lifecycle subject) {
    last = subject.createAll(requests);
    done++;
    return last;
  }

  @Override
  public void check() throws SQLException {
    fixture().requireAdded("behavior_inputs", (long) done * size);
    LifecycleFixture.require(
        fixture().fixture().read(last.stream().map(BehaviorInput::id).toList()).equals(last),
        "rows as they were returned");
    for (int i = 0; i < size; i++) {
      Fixture.requireSame(requests.get(i).toEntity(last.get(i).id()), last.get(i));
    }
  }
}
