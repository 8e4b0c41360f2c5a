package io.zkpersona.benchmarks.candidate.ours;

import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;
import java.util.concurrent.atomic.LongAdder;

/** Adds up rows and times, to show what events cost and not what is done with them. */
final class AddingListener implements StorageListener {

  private final LongAdder rows = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final OperationScope scope = this::add;

  @Override
  public OperationScope operationStarted(String operation, OperationKind kind) {
    return scope;
  }

  private void add(FinishedOperation finished) {
    rows.add(finished.rows());
    nanos.add(finished.duration().toNanos());
  }
}
