package io.zkpersona.spring.internal.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a version of jOOQ, as Spring Boot manages it, that needs a newer Java: from 4.1 on Boot
 * manages one that needs Java 21.
 */
public final class JavaVersionFailure
    extends AbstractFailureAnalyzer<UnsupportedClassVersionError> {

  /** Called by Spring Boot. */
  public JavaVersionFailure() {}

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, UnsupportedClassVersionError cause) {
    if (!String.valueOf(cause.getMessage()).startsWith("org/jooq/")) {
      return null;
    }
    String version = version();
    return new FailureAnalysis(
        "The version of jOOQ on the class path, which Spring Boot manages, needs a newer Java than "
            + Runtime.version().feature()
            + ".",
        String.format(
            "Set the version that this library is built with, in Maven%n"
                + "    <properties><jooq.version>%s</jooq.version></properties>%n"
                + "in Gradle%n"
                + "    ext['jooq.version'] = '%s'%n"
                + "or run the application on Java 21 or newer.",
            version, version),
        cause);
  }

  private static String version() {
    Properties versions = new Properties();
    try (InputStream in = JavaVersionFailure.class.getResourceAsStream("versions.properties")) {
      versions.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty("jooq");
  }
}
