package io.zkpersona.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A database for one test, with access to the rows that the example leaves. The server and its
 * databases last until the JVM ends.
 */
final class WalkDatabase {

  /** A wallet of the sample: checksummed in its votes, lower-case in transactions. */
  static final String WALLET = "0xDadE000000000000000000000000000000000004";

  private static final EmbeddedPostgres SERVER =
      EmbeddedPostgres.builder()
          // Plans made for empty tables are renewed with the first statistics.
          .setting("autovacuum_naptime", "1s")
          .inMemory(1L << 30)
          .start();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String url;

  private WalkDatabase(String url) {
    this.url = url;
  }

  static WalkDatabase create() {
    String name = "walk_" + DATABASES.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return new WalkDatabase(SERVER.url(name));
  }

  /** Returns its URL. */
  String url() {
    return url;
  }

  /** Runs the example on it. */
  WalkRun walk(String... args) {
    return walk(Map.of(), args);
  }

  /** Runs the example on it with additional or overriding environment variables. */
  WalkRun walk(Map<String, String> variables, String... args) {
    Map<String, String> environment = new HashMap<>(Map.of("DATABASE_URL", url));
    environment.putAll(variables);
    return WalkRun.of(environment, args);
  }

  /** Opens it for reading. */
  void look(Consumer<DatabaseManager> look) {
    try (DatabaseManager database =
        DatabaseManager.open(DatabaseConfig.builder().databaseUrl(url).build())) {
      look.accept(database);
    }
  }

  static long count(DatabaseManager database, InputType type) {
    return database
        .repositories()
        .behaviorInputs()
        .count(BehaviorInputFilter.builder().inputType(type).build());
  }

  static long count(DatabaseManager database, VerificationStatus status) {
    return database
        .repositories()
        .zkProofs()
        .headers()
        .count(ZkProofFilter.builder().verificationStatus(status).build());
  }

  /** Returns the content of all rows of proofs. */
  static String proofsAsText(DatabaseManager database) {
    return database.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT string_agg(p::text, '') FROM zkpersona.zk_proofs p")) {
            rows.next();
            return rows.getString(1);
          }
        });
  }

  static Optional<User> user(DatabaseManager database, String wallet) {
    return database.repositories().users().findByWalletAddress(WalletAddress.of(wallet));
  }

  /** Returns the exact sum of the values of all token transfers. */
  static BigInteger transferred(DatabaseManager database) {
    try (Stream<BehaviorInput> all = database.repositories().behaviorInputs().stream()) {
      return all.filter(
              input -> input.inputType() == InputType.DEFI || input.inputType() == InputType.NFT)
          .map(input -> Objects.requireNonNull(input.inputData().members().get("value")))
          .map(value -> new BigInteger(value.text()))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }
  }

  /** Asserts that it holds the whole sample once, and nothing else. */
  static void assertHoldsTheSample(DatabaseManager database) {
    assertThat(database.repositories().behaviorInputs().count()).isEqualTo(49);
    assertThat(count(database, InputType.TRANSACTION)).isEqualTo(12);
    assertThat(count(database, InputType.DEFI)).isEqualTo(8);
    assertThat(count(database, InputType.NFT)).isEqualTo(2);
    assertThat(count(database, InputType.INTERACTION)).isEqualTo(6);
    assertThat(count(database, InputType.DAO)).isEqualTo(21);
    assertThat(transferred(database)).isEqualTo(new BigInteger("1574850257071341996549578295739"));
    assertThat(database.repositories().users().count()).isEqualTo(13);
    assertThat(count(database, VerificationStatus.VERIFIED)).isEqualTo(8);
    assertThat(count(database, VerificationStatus.FAILED)).isEqualTo(2);
    assertThat(count(database, VerificationStatus.EXPIRED)).isEqualTo(2);
    assertThat(database.repositories().zkProofs().count()).isEqualTo(12);
    assertThat(database.repositories().reputationRecords().count()).isEqualTo(6);

    User user = user(database, WALLET).orElseThrow();
    assertThat(user(database, WALLET.toLowerCase(Locale.ROOT))).contains(user);
    assertThat(database.repositories().behaviorInputs().findByUserId(user.id()))
        .extracting(BehaviorInput::inputType)
        .contains(InputType.DAO, InputType.TRANSACTION);
  }
}
