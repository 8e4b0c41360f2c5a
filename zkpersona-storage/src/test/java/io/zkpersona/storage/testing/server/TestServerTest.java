package io.zkpersona.storage.testing.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class TestServerTest {

  @Test
  void containersWithoutAnEngineAreAnErrorAndNotSkipped() {
    assumeThat(DockerClientFactory.instance().isDockerAvailable()).isFalse();

    assertThatThrownBy(() -> TestServer.start("testcontainers"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "zkpersona.postgres: testcontainers was asked for, but no Docker engine answers");
  }

  @Test
  void anUnknownKindIsAnError() {
    assertThatThrownBy(() -> TestServer.start("oracle"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("zkpersona.postgres: oracle (expected: embedded, testcontainers or citus)");
  }
}
