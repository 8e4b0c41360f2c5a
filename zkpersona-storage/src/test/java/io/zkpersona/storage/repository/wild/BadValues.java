package io.zkpersona.storage.repository.wild;

import static io.zkpersona.storage.repository.wild.BadInput.JSON;
import static io.zkpersona.storage.repository.wild.BadInput.SECRET;
import static io.zkpersona.storage.repository.wild.BadInput.WALLET;
import static io.zkpersona.storage.repository.wild.BadInput.invalid;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import java.math.BigDecimal;
import java.sql.Statement;
import java.util.stream.Stream;

/** Values that are refused: most by their own types, some only by the server. */
final class BadValues {

  private final DatabaseManager manager;
  private final Repositories repositories;
  private final User user;
  private final BehaviorInput input;

  BadValues(DatabaseManager manager, User user, BehaviorInput input) {
    this.manager = manager;
    this.repositories = manager.repositories();
    this.user = user;
    this.input = input;
  }

  Stream<BadInput> inJava() {
    String longText = SECRET + "x".repeat(252);
    return Stream.of(
        invalid("no JSON", "json: ", () -> Json.of("{\"hush\": }")),
        invalid("JSON and more", "json: ", () -> Json.of("{} hush")),
        invalid("NUL in JSON", "json: ", () -> Json.of("{\"hush\": \"\\u0000\"}")),
        invalid(
            "NUL in text",
            "sessionId: NUL at character 4",
            () ->
                repositories.behaviorInputs().save(input.withSessionId(new SessionText("hush\0")))),
        invalid(
            "NUL in what is looked up",
            "username: ",
            () -> CreateUserRequest.builder().username(new Username("hush\0")).build()),
        invalid(
            "256 characters of 255",
            "sessionId: 256 characters (expected: at most 255)",
            () ->
                CreateBehaviorInputRequest.builder()
                    .inputData(JSON)
                    .sessionId(new SessionText(longText))
                    .build()),
        invalid(
            "a token of 256 characters",
            "sessionToken: 256 characters (expected: 10..255)",
            () -> new SessionToken(longText)),
        invalid(
            "5 decimals of 4",
            "score: 5 decimals (expected: at most 4)",
            () ->
                repositories
                    .scoringResults()
                    .save(References.score(input.id()).withScore(new BigDecimal("99.99999")))),
        invalid(
            "5 decimals of 4 in a request",
            "score: 5 decimals (expected: at most 4)",
            () ->
                CreateScoringResultRequest.builder()
                    .behaviorInputId(input.id())
                    .modelVersion(SECRET)
                    .score(new BigDecimal("99.99999"))
                    .build()),
        invalid(
            "a wallet that is no checksum",
            "walletAddress: mixed case",
            () -> WalletAddress.of(WALLET.replace("0xa", "0xA"))),
        invalid(
            "no e-mail address",
            "email: ",
            () -> user.withEmail(new EmailAddress("hush at example.org"))));
  }

  /** Returns bad SQL of the caller, the only way past the checks in Java. */
  Stream<BadInput> onTheServer() {
    return Stream.of(
        own(
            "its duplicate",
            DuplicateEntityException.class,
            "email",
            "INSERT INTO zkpersona.users (email) VALUES ('HUSHMAIL@example.org')"),
        own(
            "its reference to nothing",
            MissingReferenceException.class,
            "userId",
            "UPDATE zkpersona.behavior_inputs SET user_id = id"),
        own(
            "its value outside a check",
            ValidationException.class,
            "email",
            "INSERT INTO zkpersona.users (email) VALUES ('hush')"),
        own(
            "its null",
            ValidationException.class,
            "inputData",
            "UPDATE zkpersona.behavior_inputs SET input_data = NULL"),
        own(
            "its text that is too long",
            ValidationException.class,
            "longer",
            "UPDATE zkpersona.users SET username = repeat('hush', 100)"),
        own(
            "its text that is no JSON",
            ValidationException.class,
            "type",
            "UPDATE zkpersona.behavior_inputs SET input_data = 'hush'"),
        own(
            "its typing error",
            DatabaseException.class,
            "42703",
            "SELECT hush FROM zkpersona.users"));
  }

  private BadInput own(
      String name, Class<? extends ZkPersonaException> exception, String saying, String sql) {
    return new BadInput(
        "a caller's SQL: " + name,
        exception,
        saying,
        () ->
            manager.withConnection(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    return statement.execute(sql);
                  }
                }));
  }
}
