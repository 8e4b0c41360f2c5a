package io.zkpersona.storage.internal.user;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code users} to record components. */
final class UserTable {

  static final EntityTable<User, UserId> TABLE =
      EntityTable.of(
          USERS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var walletAddress = columns.column(t.WALLET_ADDRESS, User::walletAddress);
            var email = columns.column(t.EMAIL, User::email);
            var username = columns.column(t.USERNAME, User::username);
            columns.entering(walletAddress, WalletAddress::checkNew);
            columns.entering(email, EmailAddress::checkNew);
            columns.entering(username, Username::checkNew);
            var status = columns.column(t.STATUS, User::status);
            var privacySettings = columns.column(t.PRIVACY_SETTINGS, User::privacySettings);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, User::withAudit);
            columns.lifecycle(status);
            return row ->
                new User(
                    row.get(id),
                    row.getNullable(walletAddress),
                    row.getNullable(email),
                    row.getNullable(username),
                    row.get(status),
                    row.get(privacySettings),
                    audit.read(row));
          });

  private UserTable() {}
}
