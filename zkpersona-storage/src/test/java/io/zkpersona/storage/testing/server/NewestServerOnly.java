package io.zkpersona.storage.testing.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Tests of what does not depend on the server's version: left out where all of them run again on an
 * older one. The statements that they send are tested on every version by others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = TestServer.VERSION,
    matches = "1[567]",
    disabledReason = "the same whatever the server's version")
public @interface NewestServerOnly {}
