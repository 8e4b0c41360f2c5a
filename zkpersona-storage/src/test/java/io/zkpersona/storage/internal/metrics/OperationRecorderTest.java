package io.zkpersona.storage.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.zkpersona.storage.listener.OperationKind;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class OperationRecorderTest {

  private static final int CALLS = 10_000;

  private final OperationRecorder recorder = new OperationRecorder();

  @Test
  void withoutListenersNothingIsAllocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    record();
    long before = threads.getCurrentThreadAllocatedBytes();
    record();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(recorder.isObserved()).isFalse();
    // Less than a byte for each call: only what the measurement itself takes.
    assertThat(allocated).isLessThan(CALLS);
  }

  private void record() {
    for (int i = 0; i < CALLS; i++) {
      Observed observed = recorder.started("users.find_by_id", OperationKind.CALL);
      recorder.finished("users.find_by_id", OperationKind.CALL, 80_000, 1, null, observed);
    }
  }
}
