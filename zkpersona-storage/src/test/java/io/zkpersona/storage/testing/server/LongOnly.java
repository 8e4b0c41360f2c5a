package io.zkpersona.storage.testing.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Tests that repeat other tests at length under different conditions. They run with {@code
 * -Dzkpersona.test.long=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
    named = LongOnly.PROPERTY,
    matches = "true",
    disabledReason = "long, and much the same as others")
public @interface LongOnly {

  /** Set to {@code true} by a long run. */
  String PROPERTY = "zkpersona.test.long";
}
