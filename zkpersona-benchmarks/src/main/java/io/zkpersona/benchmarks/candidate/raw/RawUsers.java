package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.WalletUsers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/**
 * Finds and creates users of Ethereum wallets in plain JDBC, with array statements. Supports only
 * one writer at a time: a concurrent insert between the two statements causes an error.
 */
public final class RawUsers {

  private static final int CHUNK = 5_000;
  private static final String FIND =
      "SELECT id, wallet_address, email, username, status, privacy_settings, cid, ctime, mid, mtime"
          + " FROM users WHERE lower(wallet_address COLLATE \"C\") = ANY (?)"
          + " AND wallet_address ~ '^0x[0-9A-Fa-f]{40}$'";
  private static final String INSERT =
      "INSERT INTO users (id, wallet_address, status, privacy_settings)"
          + " SELECT unnest(?), unnest(?), 'active', ?::jsonb ON CONFLICT DO NOTHING"
          + " RETURNING id, ctime, mtime";

  private final Jdbc jdbc;

  /** Creates the candidate on the caller's pool. */
  public RawUsers(DataSource pool) {
    this.jdbc = new Jdbc(pool);
  }

  /** Returns the users of wallets, creating missing ones. */
  public WalletUsers getOrCreate(List<WalletAddress> wallets) {
    return jdbc.run(
        connection -> {
          List<WalletAddress> distinct = List.copyOf(new LinkedHashSet<>(wallets));
          Map<WalletAddress, User> users = new LinkedHashMap<>();
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
          return new WalletUsers(users, created, users.size() - created);
        });
  }

  private static void find(
      Connection connection, List<WalletAddress> wallets, Map<WalletAddress, User> users)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      // Otherwise the server keeps the plan for an empty table, and loading takes six times as
      // long.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.setArray(
          1,
          Jdbc.array(
              connection, "text", wallets, wallet -> wallet.value().toLowerCase(Locale.ROOT)));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          WalletAddress wallet = new WalletAddress(rows.getString(2));
          String email = rows.getString(3);
          String username = rows.getString(4);
          users.put(
              wallet,
              new User(
                  new UserId(rows.getObject(1, UUID.class)),
                  wallet,
                  email == null ? null : new EmailAddress(email),
                  username == null ? null : new Username(username),
                  UserStatus.fromValue(rows.getString(5)),
                  PrivacySettings.fromJson(Json.of(rows.getString(6))),
                  InputRows.audit(rows, 7)));
        }
      }
    }
  }

  private static int insert(
      Connection connection, List<WalletAddress> wallets, Map<WalletAddress, User> users)
      throws SQLException {
    List<User> given = new ArrayList<>(wallets.size());
    Map<UUID, User> byId = new HashMap<>();
    for (WalletAddress wallet : wallets) {
      User user = User.builder().walletAddress(wallet).build();
      given.add(user);
      byId.put(user.id().value(), user);
    }
    int created = 0;
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setArray(1, Jdbc.array(connection, "uuid", given, user -> user.id().value()));
      statement.setArray(2, Jdbc.array(connection, "text", wallets, WalletAddress::value));
      statement.setString(3, PrivacySettings.defaults().toJson().text());
      try (ResultSet stored = statement.executeQuery()) {
        while (stored.next()) {
          User user = Objects.requireNonNull(byId.get(stored.getObject(1, UUID.class)));
          AuditStamp audit =
              new AuditStamp(
                  null, InputRows.instant(stored, 2), null, InputRows.instant(stored, 3));
          users.put(Objects.requireNonNull(user.walletAddress()), user.withAudit(audit));
          created++;
        }
      }
    }
    return created;
  }
}
