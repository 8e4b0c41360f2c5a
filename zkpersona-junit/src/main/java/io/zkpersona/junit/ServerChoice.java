package io.zkpersona.junit;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Which server the databases are on. Shown without the URL, which may contain a password.
 *
 * @param kind the kind
 * @param detail the URL of an existing server, or the image of a container; otherwise empty
 */
record ServerChoice(Kind kind, String detail) {

  enum Kind {
    EMBEDDED,
    TESTCONTAINERS,
    EXISTING
  }

  static final String SERVER = "zkpersona.junit.server";
  static final String IMAGE = "zkpersona.junit.image";

  private static final String DEFAULT_IMAGE = "postgres:18";
  private static final Pattern URL = Pattern.compile("(jdbc:)?postgres(ql)?://.*");

  static ServerChoice embedded() {
    return new ServerChoice(Kind.EMBEDDED, "");
  }

  static ServerChoice testcontainers(String image) {
    return new ServerChoice(Kind.TESTCONTAINERS, image);
  }

  static ServerChoice existing(String url) {
    if (!URL.matcher(url).matches()) {
      throw new ExtensionConfigurationException(
          "server: "
              + url.length()
              + " characters that are no URL (expected: jdbc:postgresql://host/database or"
              + " postgresql://user:password@host/database)");
    }
    return new ServerChoice(Kind.EXISTING, url);
  }

  /** Returns the choice of the properties or, without them, this one. */
  ServerChoice overridden(Function<String, Optional<String>> properties) {
    Optional<String> image = properties.apply(IMAGE);
    ServerChoice own =
        kind == Kind.TESTCONTAINERS && image.isPresent() ? testcontainers(image.get()) : this;
    return properties
        .apply(SERVER)
        .map(server -> parse(server, image.orElse(DEFAULT_IMAGE)))
        .orElse(own);
  }

  private static ServerChoice parse(String server, String image) {
    if (URL.matcher(server).matches()) {
      return existing(server);
    }
    return switch (server) {
      case "embedded" -> embedded();
      case "testcontainers" -> testcontainers(image);
      default ->
          throw new ExtensionConfigurationException(
              SERVER
                  + ": "
                  + server.length()
                  + " characters (expected: embedded, testcontainers or the URL of a server)");
    };
  }

  static ServerChoice defaultContainer() {
    return testcontainers(DEFAULT_IMAGE);
  }

  @Override
  public String toString() {
    return "ServerChoice[" + kind + "]";
  }
}
