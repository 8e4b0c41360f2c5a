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
 * Tests that do not depend on the server's version and are skipped on older ones. Other tests check
 * their statements, or statements of the same form, on every version.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NewestServerOnly.Condition.class)
public @interface NewestServerOnly {

  /** Whether {@code -Dzkpersona.test.long=true} runs the tests on older servers after all. */
  boolean unlessLong() default false;

  /** Disables the tests on an older server. */
  final class Condition implements ExecutionCondition {

    private static final int NEWEST = 18;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean newest = Integer.getInteger(TestServer.VERSION, NEWEST) >= NEWEST;
      return newest || (isForLongRuns(context) && Boolean.getBoolean(LongOnly.PROPERTY))
          ? ConditionEvaluationResult.enabled("the newest server, or a long run")
          : ConditionEvaluationResult.disabled("much the same on an older server");
    }

    /** Tells what the annotation says; it may be that of a class around a nested one. */
    private static boolean isForLongRuns(ExtensionContext context) {
      for (Class<?> type = context.getRequiredTestClass();
          type != null;
          type = type.getEnclosingClass()) {
        NewestServerOnly annotation = type.getAnnotation(NewestServerOnly.class);
        if (annotation != null) {
          return annotation.unlessLong();
        }
      }
      return false;
    }
  }
}
