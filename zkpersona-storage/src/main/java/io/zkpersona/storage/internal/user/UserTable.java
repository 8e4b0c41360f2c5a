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
          columns -> {
            var id = columns.key(USERS.ID);
            var walletAddress = columns.column(USERS.WALLET_ADDRESS, User::walletAddress);
            var email = columns.column(USERS.EMAIL, User::email);
            var username = columns.column(USERS.USERNAME, User::username);
            columns.entering(walletAddress, WalletAddress::checkNew);
            columns.entering(email, EmailAddress::checkNew);
            columns.entering(username, Username::checkNew);
            var status = columns.column(USERS.STATUS, User::status);
            var privacySettings = columns.column(USERS.PRIVACY_SETTINGS, User::privacySettings);
            var audit =
                columns.audit(USERS.CID, USERS.CTIME, USERS.MID, USERS.MTIME, User::withAudit);
            columns.lifecycle(status);
            columns.sortable("createdAt", audit.createdAt());
            columns.sortable("modifiedAt", audit.modifiedAt());
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
