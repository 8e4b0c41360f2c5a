package io.zkpersona.storage.testing.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests of what the library refuses in a distributed schema, or of what a cluster does otherwise,
 * such as the time of a transaction, which each node has for itself; skipped on Citus.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnOneServer.Condition.class)
public @interface OnOneServer {

  /** Disables the tests on Citus. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return TestServer.isCitus()
          ? ConditionEvaluationResult.disabled("refused in a distributed schema")
          : ConditionEvaluationResult.enabled("not a distributed schema");
    }
  }
}
