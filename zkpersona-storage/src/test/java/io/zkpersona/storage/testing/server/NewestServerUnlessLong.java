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
 * Tests that run on the newest server, and on an older one only with {@code
 * -Dzkpersona.test.long=true}: other tests send an older server statements of the same form.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NewestServerUnlessLong.Condition.class)
public @interface NewestServerUnlessLong {

  /** Disables the tests on an older server. */
  final class Condition implements ExecutionCondition {

    private static final int NEWEST = 18;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean newest = Integer.getInteger(TestServer.VERSION, NEWEST) >= NEWEST;
      return newest || Boolean.getBoolean(LongOnly.PROPERTY)
          ? ConditionEvaluationResult.enabled("the newest server, or a long run")
          : ConditionEvaluationResult.disabled("long, and much the same on an older server");
    }
  }
}
