package io.zkpersona.junit;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts PostgreSQL in a container. The only class that refers to Testcontainers, and only to the
 * part that versions 1 and 2 have in common.
 */
final class ContainerServer {

  private static final int PORT = 5432;
  private static final String USER = "postgres";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ContainerServer() {}

  /** Returns the URL of the running server. Testcontainers removes it when the JVM exits. */
  @SuppressWarnings("resource")
  static String start(String image) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new ExtensionConfigurationException(
          "testcontainers was asked for, but no Docker engine answers (expected: a running engine,"
              + " or -D"
              + ServerChoice.SERVER
              + "=embedded)");
    }
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withEnv("POSTGRES_USER", USER)
            .withEnv("POSTGRES_PASSWORD", USER)
            .withExposedPorts(PORT)
            .withCommand(
                "postgres",
                "-c",
                "max_connections=300",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off")
            // The image starts the server twice, the first time without a port.
            .waitingFor(
                Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2)
                    .withStartupTimeout(PATIENCE));
    container.start();
    return "postgresql://%s:%s@%s:%s/postgres"
        .formatted(USER, USER, container.getHost(), container.getMappedPort(PORT));
  }
}
