package io.zkpersona.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;

/**
 * Observes each operation of a manager, which becomes a span if the registry has a tracing handler.
 * Spans are children of the span that the calling thread is in. A transaction's calls are children
 * of the span of its attempt. Streams and rows of a group commit get a span that is not made the
 * current one, since they end later, or on another thread.
 *
 * <p>Thread-safe.
 */
public final class ObservationListener implements StorageListener {

  private static final OperationConvention DEFAULT = new OperationConvention();

  private final ObservationRegistry registry;
  private final ObservationConvention<OperationContext> convention;

  /**
   * Creates a listener with {@link OperationConvention}.
   *
   * @param registry the registry of the observations
   */
  public ObservationListener(ObservationRegistry registry) {
    this(registry, DEFAULT);
  }

  /**
   * Creates a listener with its own names.
   *
   * @param registry the registry of the observations
   * @param convention the names, for example of a subclass of {@link OperationConvention}
   */
  public ObservationListener(
      ObservationRegistry registry, ObservationConvention<OperationContext> convention) {
    this.registry = registry;
    this.convention = convention;
  }

  @Override
  public OperationScope operationStarted(String operation, OperationKind kind) {
    if (registry.isNoop()) {
      return OperationScope.NONE;
    }
    OperationContext context = new OperationContext(operation, kind);
    Observation observation = Observation.start(convention, () -> context, registry);
    if (kind.isDetached()) {
      return finished -> stop(observation, context, finished);
    }
    Observation.Scope scope = observation.openScope();
    return finished -> {
      scope.close();
      stop(observation, context, finished);
    };
  }

  private static void stop(
      Observation observation, OperationContext context, FinishedOperation finished) {
    context.finish(finished);
    if (finished.result() != FinishedOperation.Result.SUCCEEDED) {
      observation.error(new OperationFailure(Names.of(finished.error())));
    }
    observation.stop();
  }
}
