package io.zkpersona.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.FinishedOperation.Result;

/**
 * Names observations of operations after the semantic conventions of OpenTelemetry for databases:
 * {@code db.client.operation.duration} with {@code db.system.name}, {@code db.operation.name},
 * {@code error.type} and, on spans only, {@code db.response.returned_rows}. The name of the span is
 * the operation.
 */
public class OperationConvention implements ObservationConvention<OperationContext> {

  private static final KeyValue SYSTEM = KeyValue.of("db.system.name", "postgresql");

  /** Creates the convention. */
  public OperationConvention() {}

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof OperationContext;
  }

  @Override
  public String getName() {
    return "db.client.operation.duration";
  }

  @Override
  public String getContextualName(OperationContext context) {
    return context.operation();
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(OperationContext context) {
    FinishedOperation finished = context.finished();
    String error = Names.NONE;
    String outcome = Names.NONE;
    if (finished != null) {
      outcome = OperationMeters.outcome(finished.result());
      error = finished.result() == Result.SUCCEEDED ? error : Names.of(finished.error());
    }
    return KeyValues.of(
        SYSTEM,
        KeyValue.of("db.operation.name", context.operation()),
        KeyValue.of("error.type", error),
        KeyValue.of("zkpersona.outcome", outcome));
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(OperationContext context) {
    FinishedOperation finished = context.finished();
    return finished == null
        ? KeyValues.empty()
        : KeyValues.of("db.response.returned_rows", Long.toString(finished.rows()));
  }
}
