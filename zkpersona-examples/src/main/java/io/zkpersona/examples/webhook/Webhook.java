package io.zkpersona.examples.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.storage.repository.change.ChangeHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/**
 * Posts each event to a URL. An answer other than 2xx, or none within ten seconds, is a failure:
 * the feed tries the event again, and keeps the later events of its row back meanwhile. Run it with
 *
 * <pre>{@code
 * ChangeFeed feed = database.repositories().changes().feed();
 * feed.subscribe("webhook", SubscriptionOptions.defaults());
 * ChangeFeedRunner runner =
 *     feed.start(Map.of("webhook", new Webhook(url, secret)), RunnerOptions.defaults());
 * }</pre>
 *
 * <p>The events have ids and no content: who is told of a change is not yet told its data.
 * Thread-safe.
 */
public final class Webhook implements ChangeHandler {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FIRST_SUCCESS = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI url;
  private final Signature signature;

  /**
   * Posts to a URL.
   *
   * @param secret the secret that the receiver knows, too
   */
  public Webhook(URI url, byte[] secret) {
    this.url = url;
    this.signature = new Signature(secret);
  }

  @Override
  public void handle(ChangeEvent event) throws IOException, InterruptedException {
    String key = "change-" + event.change().position();
    String time = Long.toString(Instant.now().getEpochSecond());
    String body = body(event.change());
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header(Signature.KEY, key)
            .header(Signature.TIME, time)
            .header(Signature.SIGNATURE, signature.of(key, time, body))
            .POST(BodyPublishers.ofString(body))
            .build();
    int status = client.send(request, BodyHandlers.discarding()).statusCode();
    if (status < FIRST_SUCCESS || status >= FIRST_REDIRECT) {
      throw new IOException("status " + status);
    }
  }

  private static String body(Change change) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("position", change.position())
            .put("at", change.at().toString())
            .put("operation", change.operation().value())
            .put("entity", change.entity().value());
    if (change.entityId() != null) {
      body.put("id", change.entityId().toString());
    }
    if (change.secondId() != null) {
      body.put("second_id", change.secondId().toString());
    }
    return body.toString();
  }
}
