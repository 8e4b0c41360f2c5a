package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Looks up the wallets of users. */
final class Wallets {

  private static final Statement<Set<UserId>, Map.Entry<UserId, WalletAddress>> OF_USERS =
      Statement.of(
          "users.find_wallets",
          (in, out) -> {
            var user = out.column(USERS.ID);
            var wallet = out.column(USERS.WALLET_ADDRESS);
            out.as(row -> Map.entry(row.get(user), row.get(wallet)));
            return select(out.fields())
                .from(USERS)
                .where(USERS.ID.eq(any(in.array(USERS.ID, users -> users))))
                .and(USERS.WALLET_ADDRESS.isNotNull());
          });

  private Wallets() {}

  /** Returns the wallets of those users who have one. */
  static Map<UserId, WalletAddress> of(SqlExecutor on, Set<UserId> users) {
    Map<UserId, WalletAddress> wallets = new HashMap<>();
    on.list(OF_USERS, users).forEach(each -> wallets.put(each.getKey(), each.getValue()));
    return wallets;
  }
}
