package io.zkpersona.storage.repository;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.postgresql.PGStatement;

/**
 * The users of a hundred thousand wallets, some named several times, in little memory.
 *
 * <p>With {@code fit} the program of {@link FlatMemoryIT}. With {@code rate} it measures: the same
 * statements by hand and through the library in turns, for none, half and all of the users stored:
 *
 * <pre>java -Xmx64m -cp … io.zkpersona.storage.repository.ManyUsersProcess URL rate</pre>
 */
final class ManyUsersProcess {

  private static final int ASKED = 100_000;
  private static final int CHUNK = 5_000;
  private static final int ROUNDS = 3;
  private static final String COLUMNS =
      "u.id, u.wallet_address, u.email, u.username, u.status, u.privacy_settings, u.cid, u.ctime,"
          + " u.mid, u.mtime";
  private static final String FIND =
      "SELECT "
          + COLUMNS
          + " FROM zkpersona.users AS u WHERE lower(u.wallet_address COLLATE \"C\") = ANY (?)"
          + " AND u.wallet_address ~ '^0x[0-9A-Fa-f]{40}$'";
  private static final String INSERT =
      "INSERT INTO zkpersona.users (id, wallet_address, status, privacy_settings)"
          + " SELECT unnest(?), unnest(?), 'active', ?::jsonb ON CONFLICT DO NOTHING"
          + " RETURNING id, ctime, mtime";

  private ManyUsersProcess() {}

  public static void main(String[] args) throws SQLException {
    try (DatabaseManager manager =
        DatabaseManager.open(
            DatabaseConfig.builder().databaseUrl(args[0]).maxConnections(2).build())) {
      if (args[1].equals("rate")) {
        rate(manager);
      } else {
        fit(manager.repositories().users());
      }
    }
  }

  private static void fit(UserRepository users) {
    List<WalletAddress> distinct = asked(ASKED, ASKED);
    expect(ASKED, users.getOrCreateAllByWalletAddress(distinct).created());
    expect(ASKED, users.getOrCreateAllByWalletAddress(distinct).existing());
    expect(ASKED, users.findAllByWalletAddress(distinct).size());
    System.out.println("done");
  }

  /** Some number of wallets, of which some number are different ones. */
  private static List<WalletAddress> asked(int count, int different) {
    Random random = new Random(20);
    List<WalletAddress> asked = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = i < different ? i : random.nextInt(different);
      // Spread as hashes are.
      asked.add(
          new WalletAddress(
              String.format(Locale.ROOT, "0x%016x%024x", number * 0x9E3779B97F4A7C15L, number)));
    }
    return asked;
  }

  private interface Load {
    int run(List<WalletAddress> asked) throws SQLException;
  }

  private static void rate(DatabaseManager manager) throws SQLException {
    List<WalletAddress> asked = asked(ASKED, ASKED * 6 / 10);
    Load ours = all -> manager.repositories().users().getOrCreateAllByWalletAddress(all).created();
    Load raw = all -> byHand(manager, all);
    Map<String, long[]> nanos = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int which = 0; which < 2; which++) {
        boolean first = which == round % 2;
        measure(manager, nanos, first ? "ours" : "by hand", first ? ours : raw, asked, round);
      }
    }
    nanos.forEach(
        (name, times) -> {
          Arrays.sort(times);
          System.out.printf(
              Locale.ROOT,
              "%-28s %6.0f ms (median of %d)%n",
              name,
              times[ROUNDS / 2] / 1e6,
              ROUNDS);
        });
  }

  private static void measure(
      DatabaseManager manager,
      Map<String, long[]> nanos,
      String name,
      Load load,
      List<WalletAddress> asked,
      int round)
      throws SQLException {
    manager.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE zkpersona.users CASCADE");
            return statement.execute("VACUUM ANALYZE zkpersona.users");
          }
        });
    List<WalletAddress> half = asked.subList(0, ASKED * 3 / 10);
    timed(nanos, name + ", none stored", () -> load.run(asked), ASKED * 6 / 10, round);
    timed(nanos, name + ", all stored", () -> load.run(asked), 0, round);
    manager.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE zkpersona.users CASCADE");
            return statement.execute("VACUUM ANALYZE zkpersona.users");
          }
        });
    load.run(half);
    timed(nanos, name + ", half stored", () -> load.run(asked), ASKED * 3 / 10, round);
  }

  private interface Timed {
    int run() throws SQLException;
  }

  private static void timed(
      Map<String, long[]> nanos, String name, Timed work, int created, int round)
      throws SQLException {
    long start = System.nanoTime();
    expect(created, work.run());
    nanos.computeIfAbsent(name, n -> new long[ROUNDS])[round] = System.nanoTime() - start;
  }

  private static void expect(int wanted, int found) {
    if (wanted != found) {
      throw new AssertionError(found + " (expected: " + wanted + ")");
    }
  }

  /** As somebody writes it who knows the driver: arrays, into the same records. */
  private static int byHand(DatabaseManager manager, List<WalletAddress> asked) {
    return manager.withConnection(
        connection -> {
          List<WalletAddress> distinct = new ArrayList<>(new LinkedHashSet<>(asked));
          Map<WalletAddress, User> users = new HashMap<>();
          int created = 0;
          for (int from = 0; from < distinct.size(); from += CHUNK) {
            List<WalletAddress> chunk =
                distinct.subList(from, Math.min(from + CHUNK, distinct.size()));
            find(connection, chunk, users);
            List<WalletAddress> missing =
                chunk.stream().filter(wallet -> !users.containsKey(wallet)).toList();
            if (!missing.isEmpty()) {
              created += insert(connection, missing, users);
            }
          }
          expect(distinct.size(), users.size());
          return created;
        });
  }

  private static void find(
      Connection connection, List<WalletAddress> wallets, Map<WalletAddress, User> users)
      throws SQLException {
    Object[] lower =
        wallets.stream().map(wallet -> wallet.value().toLowerCase(Locale.ROOT)).toArray();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      // Or the server keeps a plan for a table without rows, and the load takes six times as long.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.setArray(1, connection.createArrayOf("text", lower));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          User user =
              new User(
                  new UserId(rows.getObject(1, UUID.class)),
                  new WalletAddress(rows.getString(2)),
                  null,
                  null,
                  UserStatus.fromValue(rows.getString(5)),
                  PrivacySettings.fromJson(Json.of(rows.getString(6))),
                  new AuditStamp(actor(rows, 7), time(rows, 8), actor(rows, 9), time(rows, 10)));
          users.put(user.walletAddress(), user);
        }
      }
    }
  }

  private static ActorId actor(ResultSet rows, int position) throws SQLException {
    UUID id = rows.getObject(position, UUID.class);
    return id == null ? null : new ActorId(id);
  }

  private static java.time.Instant time(ResultSet rows, int position) throws SQLException {
    return rows.getObject(position, OffsetDateTime.class).toInstant();
  }

  private static int insert(
      Connection connection, List<WalletAddress> wallets, Map<WalletAddress, User> users)
      throws SQLException {
    Map<UUID, User> rows = new HashMap<>();
    List<UUID> ids = new ArrayList<>();
    for (WalletAddress wallet : wallets) {
      User user = User.builder().walletAddress(wallet).build();
      rows.put(user.id().value(), user);
      ids.add(user.id().value());
    }
    int created = 0;
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      statement.setArray(
          2,
          connection.createArrayOf("text", wallets.stream().map(WalletAddress::value).toArray()));
      statement.setString(3, PrivacySettings.defaults().toJson().text());
      try (ResultSet stored = statement.executeQuery()) {
        while (stored.next()) {
          User user =
              rows.get(stored.getObject(1, UUID.class))
                  .withAudit(new AuditStamp(null, time(stored, 2), null, time(stored, 3)));
          users.put(user.walletAddress(), user);
          created++;
        }
      }
    }
    return created;
  }
}
