package io.zkpersona.junit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes that are meant to fail, or to run in parallel. */
final class Trials {

  private Trials() {}

  static EngineExecutionResults run(Class<?> tests, Map<String, String> parameters) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(DiscoverySelectors.selectClass(tests))
        .configurationParameters(new HashMap<>(parameters))
        .execute();
  }

  /** Returns what failed, of tests and of classes. */
  static List<Throwable> failures(Class<?> tests, Map<String, String> parameters) {
    return run(tests, parameters).allEvents().failed().stream()
        .map(Event::getPayload)
        .map(payload -> payload.orElseThrow())
        .map(org.junit.platform.engine.TestExecutionResult.class::cast)
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }
}
