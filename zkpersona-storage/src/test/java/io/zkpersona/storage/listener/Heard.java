package io.zkpersona.storage.listener;

import io.zkpersona.domain.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A listener that keeps what it hears, in order. */
final class Heard implements StorageListener {

  record Started(String operation, OperationKind kind, Thread thread) {}

  final Queue<Started> started = new ConcurrentLinkedQueue<>();
  final Queue<FinishedOperation> finished = new ConcurrentLinkedQueue<>();
  final Queue<Thread> finishedOn = new ConcurrentLinkedQueue<>();
  final Queue<String> refused = new ConcurrentLinkedQueue<>();
  final Queue<FinishedTransaction> transactions = new ConcurrentLinkedQueue<>();
  final Queue<FinishedMigration> migrations = new ConcurrentLinkedQueue<>();

  @Override
  public OperationScope operationStarted(String operation, OperationKind kind) {
    started.add(new Started(operation, kind, Thread.currentThread()));
    return end -> {
      finished.add(end);
      finishedOn.add(Thread.currentThread());
    };
  }

  @Override
  public void operationRefused(String operation, ErrorCode error) {
    refused.add(operation + " " + error);
  }

  @Override
  public void transactionFinished(FinishedTransaction transaction) {
    transactions.add(transaction);
  }

  @Override
  public void migrationFinished(FinishedMigration migration) {
    migrations.add(migration);
  }

  /** Returns the only operation of this name. */
  FinishedOperation one(String operation) {
    List<FinishedOperation> found = all(operation);
    if (found.size() != 1) {
      throw new AssertionError(operation + ": " + found + " among " + finished);
    }
    return found.get(0);
  }

  List<FinishedOperation> all(String operation) {
    return finished.stream().filter(end -> end.operation().equals(operation)).toList();
  }

  /** Returns the text of everything heard. */
  String text() {
    List<Object> all = new ArrayList<>(started);
    all.addAll(finished);
    all.addAll(refused);
    all.addAll(transactions);
    all.addAll(migrations);
    return all.toString();
  }

  void forget() {
    started.clear();
    finished.clear();
    finishedOn.clear();
    refused.clear();
    transactions.clear();
    migrations.clear();
  }
}
