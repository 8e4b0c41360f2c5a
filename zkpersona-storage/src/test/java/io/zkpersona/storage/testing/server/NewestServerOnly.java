package io.zkpersona.storage.testing.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Tests that do not depend on the server's version and are skipped on older ones. Other tests check
 * their statements on every version.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = TestServer.VERSION,
    matches = "1[567]",
    disabledReason = "the same whatever the server's version")
public @interface NewestServerOnly {}
