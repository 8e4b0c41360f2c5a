package io.zkpersona.storage.testing.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests of distributed schemas, which need a cluster of Citus and are skipped without one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnCitus.Condition.class)
public @interface OnCitus {

  /** Disables the tests without a cluster. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return TestServer.isCitus()
          ? ConditionEvaluationResult.enabled("a cluster of Citus")
          : ConditionEvaluationResult.disabled(
              "no cluster of Citus (expected: -Dzkpersona.postgres=citus and -D"
                  + TestServer.URL
                  + "=jdbc:postgresql://... of a coordinator)");
    }
  }
}
