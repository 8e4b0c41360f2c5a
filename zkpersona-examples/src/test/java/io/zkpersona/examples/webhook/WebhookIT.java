package io.zkpersona.examples.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.user.User;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events on their way over HTTP. */
class WebhookIT {

  private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.UTF_8);
  private static final ChangeEvent EVENT =
      new ChangeEvent(
          new Change(
              7,
              Instant.parse("2024-05-06T07:08:09Z"),
              ChangeOperation.UPDATE,
              ChangedEntity.USER_ROLE,
              new UUID(1, 2),
              new UUID(3, 4),
              null,
              null,
              false),
          1,
          null);

  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();

  private String next() throws InterruptedException {
    String body = taken.poll(30, TimeUnit.SECONDS);
    assertThat(body).as("an event").isNotNull();
    return body;
  }

  @Test
  @SuppressWarnings("try") // the runner delivers until it is closed
  void eachChangeArrivesOnceAndInTheOrderOfItsRowAlthoughTheReceiverFails()
      throws IOException, InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    try (Receiver receiver =
            Receiver.start(
                SECRET,
                body -> {
                  if (calls.incrementAndGet() % 2 == 1) {
                    throw new IllegalStateException("at first");
                  }
                  taken.add(body);
                },
                Clock.systemUTC());
        EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseManager database =
            DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build())) {
      database.repositories().changes().startRecording();
      ChangeFeed feed = database.repositories().changes().feed();
      feed.subscribe("webhook", SubscriptionOptions.defaults().retryDelay(Duration.ofMillis(10)));
      try (ChangeFeedRunner runner =
          feed.start(
              Map.of("webhook", new Webhook(receiver.url(), SECRET)),
              RunnerOptions.defaults().poll(Duration.ofMillis(20)))) {
        User user = database.repositories().users().save(User.builder().build());
        database.repositories().users().update(user.id(), current -> current);
        database.repositories().users().deleteById(user.id());

        for (String operation : List.of("insert", "update", "delete")) {
          assertThat(next())
              .contains("\"operation\":\"" + operation + "\"", user.id().value().toString());
        }
      }
      assertThat(feed.subscriptions().get(0).undeliveredSince()).isNull();
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void aRepeatIsTakenOnce() throws IOException, InterruptedException {
    try (Receiver receiver = Receiver.start(SECRET, taken::add, Clock.systemUTC())) {
      Webhook webhook = new Webhook(receiver.url(), SECRET);
      webhook.handle(EVENT);
      webhook.handle(EVENT);
    }

    assertThat(taken)
        .containsExactly(
            "{\"position\":7,\"at\":\"2024-05-06T07:08:09Z\",\"operation\":\"update\","
                + "\"entity\":\"user_roles\",\"id\":\"00000000-0000-0001-0000-000000000002\","
                + "\"second_id\":\"00000000-0000-0003-0000-000000000004\"}");
  }

  @Test
  void anotherSecretAndAnOldRequestAreRefused() throws IOException {
    byte[] other = "another".getBytes(StandardCharsets.UTF_8);
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));
    try (Receiver receiver = Receiver.start(SECRET, taken::add, Clock.systemUTC());
        Receiver late = Receiver.start(SECRET, taken::add, later)) {
      for (Webhook refused :
          List.of(new Webhook(receiver.url(), other), new Webhook(late.url(), SECRET))) {
        assertThatThrownBy(() -> refused.handle(EVENT))
            .isInstanceOf(IOException.class)
            .hasMessage("status 401");
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void signaturesAreThoseOfStandardWebhooks() {
    String secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    String key = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    String body = "{\"test\": 2432232314}";
    Signature signature = new Signature(Base64.getDecoder().decode(secret));

    String signed = signature.of(key, "1614265330", body);

    assertThat(signed).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assertThat(signature.matches(signed, key, "1614265330", body)).isTrue();
    assertThat(signature.matches(signed, key, "1614265331", body)).isFalse();
    assertThat(signature.matches("", key, "1614265330", body)).isFalse();
  }
}
