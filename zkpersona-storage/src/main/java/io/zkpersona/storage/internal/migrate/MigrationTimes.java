package io.zkpersona.storage.internal.migrate;

import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.listener.FinishedMigration;
import java.time.Duration;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Tells the listeners of each migration that Flyway runs. Belongs to one run. */
final class MigrationTimes implements Callback {

  private final OperationRecorder recorder;
  private long start = System.nanoTime();

  MigrationTimes(OperationRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE
        || event == Event.AFTER_EACH_MIGRATE
        || event == Event.AFTER_EACH_MIGRATE_ERROR;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    MigrationInfo migration = context.getMigrationInfo();
    if (event == Event.BEFORE_EACH_MIGRATE) {
      start = System.nanoTime();
    } else if (migration != null && migration.getVersion() != null) {
      recorder.finished(
          new FinishedMigration(
              migration.getVersion().getVersion(),
              Duration.ofNanos(System.nanoTime() - start),
              event == Event.AFTER_EACH_MIGRATE));
    }
  }

  @Override
  public String getCallbackName() {
    return "zkpersona";
  }
}
