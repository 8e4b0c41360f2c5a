package io.zkpersona.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that sends back what it receives. */
class TripCounterTest {

  private static final Duration DELAY = Duration.ofMillis(50);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket echo;

  @BeforeEach
  void listen() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(
        () -> {
          while (!echo.isClosed()) {
            try (Socket client = echo.accept()) {
              client.setTcpNoDelay(true);
              client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
              // The listener was closed, or the client disconnected.
            }
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    echo.close();
    threads.shutdownNow();
  }

  @Test
  void everyAnswerEndsARoundTrip() throws IOException {
    try (TripCounter counter = TripCounter.to(echo.getLocalPort());
        Socket client = connected(counter)) {
      assertThat(
              counter.during(
                  () -> {
                    for (int i = 0; i < 3; i++) {
                      assertThat(exchange(client, new byte[] {1, 2, 3}))
                          .containsExactly(new byte[] {1, 2, 3});
                    }
                  }))
          .isEqualTo(3);
      assertThat(counter.during(() -> {})).isZero();
    }
  }

  @Test
  void aRoundTripTakesTheDelayOfBothDirections() throws IOException {
    try (TripCounter counter = TripCounter.to(echo.getLocalPort(), DELAY);
        Socket client = connected(counter)) {
      long start = System.nanoTime();
      exchange(client, new byte[] {1});
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(DELAY.multipliedBy(2));
    }
  }

  @Test
  void bytesThatFollowEachOtherDoNotWaitForEachOther() throws IOException {
    int messages = 200;
    try (TripCounter counter = TripCounter.to(echo.getLocalPort(), DELAY);
        Socket client = connected(counter)) {
      long start = System.nanoTime();
      OutputStream out = client.getOutputStream();
      for (int i = 0; i < messages; i++) {
        out.write(i);
        out.flush();
      }
      byte[] received = client.getInputStream().readNBytes(messages);
      for (int i = 0; i < messages; i++) {
        assertThat(received[i]).isEqualTo((byte) i);
      }
      // One after the other they would take 20 seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void theEndOfAStreamIsPassedOn() throws IOException {
    try (TripCounter counter = TripCounter.to(echo.getLocalPort());
        Socket client = connected(counter)) {
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aNegativeDelayIsRejected() {
    assertThatThrownBy(() -> TripCounter.to(1, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 0 or more");
  }

  private static Socket connected(TripCounter counter) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), counter.port());
    client.setTcpNoDelay(true);
    return client;
  }

  private static byte[] exchange(Socket client, byte[] message) {
    try {
      client.getOutputStream().write(message);
      InputStream in = client.getInputStream();
      return in.readNBytes(message.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
