package io.zkpersona.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.storage.DatabaseManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpansIT {

  private final SimpleTracer tracer = new SimpleTracer();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private DatabaseManager database;

  @BeforeEach
  void open() {
    registry
        .observationConfig()
        .observationHandler(
            new FirstMatchingCompositeObservationHandler(
                List.of(
                    new PropagatingSenderTracingObservationHandler<>(tracer, Propagator.NOOP),
                    new DefaultTracingObservationHandler(tracer))));
    database =
        DatabaseManager.builder(Databases.config().build())
            .listener(new ObservationListener(registry))
            .open();
    tracer.getSpans().clear();
  }

  @AfterEach
  void close() {
    database.close();
    assertThat(registry.getCurrentObservation()).isNull();
  }

  @Test
  void aCallIsASpanInTheCallersSpan() {
    Observation.createNotStarted("request", registry)
        .contextualName("request")
        .observe(() -> database.repositories().users().create(Databases.named("ada")));

    SimpleSpan request = span("request");
    SimpleSpan save = span("users.save");
    assertThat(save.getParentId()).isEqualTo(request.getSpanId());
    assertThat(save.getTraceId()).isEqualTo(request.getTraceId());
    assertThat(save.getKind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(save.getRemoteServiceName()).isEqualTo("postgresql");
    assertThat(save.getTags())
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("db.operation.name", "users.save")
        .containsEntry("error.type", "none")
        .containsEntry("zkpersona.outcome", "success")
        .containsEntry("db.response.returned_rows", "1")
        .hasSize(5);
    assertThat(save.getError()).isNull();
  }

  @Test
  void aTransactionIsASpanAroundItsCalls() {
    database.inTransaction(tx -> tx.users().create(Databases.named("ada")));

    assertThat(span("users.save").getParentId()).isEqualTo(span("transaction").getSpanId());
  }

  @Test
  void aFailureIsAnErrorWithItsCodeOnly() {
    database.repositories().users().create(Databases.named(Databases.MARKER));
    tracer.getSpans().clear();
    assertThatThrownBy(
            () -> database.repositories().users().create(Databases.named(Databases.MARKER)))
        .isInstanceOf(DuplicateEntityException.class);

    SimpleSpan save = span("users.save");
    assertThat(save.getTags())
        .containsEntry("error.type", "duplicate")
        .containsEntry("zkpersona.outcome", "failure");
    assertThat(save.getError()).hasMessage("duplicate").hasNoCause();
    assertThat(save.getError().getStackTrace()).isEmpty();
  }

  @Test
  void anUnknownOutcomeIsOneOfTheTags() {
    Databases.loseAnAnswer(new ObservationListener(registry));

    assertThat(span("users.save").getTags())
        .containsEntry("error.type", "outcome_unknown")
        .containsEntry("zkpersona.outcome", "unknown");
  }

  @Test
  void callsWhileAStreamIsOpenAreNotInsideIt() {
    database.repositories().behaviorInputs().save(Databases.input());
    tracer.getSpans().clear();
    Observation request = Observation.start("request", registry);
    try (Observation.Scope scope = request.openScope()) {
      assertThat(scope).isNotNull();
      Stream<BehaviorInput> stream = database.repositories().behaviorInputs().stream();
      database.repositories().users().count();
      stream.forEach(input -> database.repositories().users().findAll());
      stream.close();
    } finally {
      request.stop();
    }

    String parent = span("request").getSpanId();
    assertThat(tracer.getSpans())
        .extracting(SimpleSpan::getName)
        .contains("behavior_inputs.stream", "users.count", "users.find");
    assertThat(tracer.getSpans())
        .filteredOn(span -> !span.getName().equals("request"))
        .extracting(SimpleSpan::getParentId)
        .containsOnly(parent);
  }

  @Test
  void everyThreadHasItsOwnParent() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 4)
              .mapToObj(
                  thread ->
                      CompletableFuture.runAsync(
                          () ->
                              Observation.createNotStarted("request", registry)
                                  .contextualName("request " + thread)
                                  .observe(
                                      () -> {
                                        for (int i = 0; i < 20; i++) {
                                          database.repositories().users().count();
                                        }
                                      }),
                          threads))
              .toList();
      all.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }

    for (int thread = 0; thread < 4; thread++) {
      String parent = span("request " + thread).getSpanId();
      assertThat(tracer.getSpans())
          .filteredOn(span -> parent.equals(span.getParentId()))
          .hasSize(20);
    }
  }

  @Test
  void noSpanContainsAValue() {
    Databases.callEverything(database);

    assertThat(tracer.getSpans()).hasSizeGreaterThan(50);
    assertThat(tracer.getSpans())
        .allSatisfy(
            span ->
                assertThat(span.getName() + span.getTags() + span.getError() + span.getEvents())
                    .doesNotContain(Databases.MARKER));
    assertThat(tracer.getSpans())
        .allSatisfy(span -> assertThat(span.getEndTimestamp()).isAfter(java.time.Instant.EPOCH));
  }

  @Test
  void withoutAHandlerNothingIsObserved() {
    try (DatabaseManager quiet =
        DatabaseManager.builder(Databases.config().build())
            .listener(new ObservationListener(ObservationRegistry.NOOP))
            .open()) {
      assertThat(quiet.repositories().users().count()).isZero();
    }
    assertThat(tracer.getSpans()).isEmpty();
  }

  private SimpleSpan span(String name) {
    List<SimpleSpan> found =
        tracer.getSpans().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(found).as(name + " of " + tracer.getSpans()).hasSize(1);
    return found.get(0);
  }
}
