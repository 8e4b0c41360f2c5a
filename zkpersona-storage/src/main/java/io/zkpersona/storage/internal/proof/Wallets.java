package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Looks up the wallets of users. */
final class Wallets {

  private enum Key {
    OF_USERS
  }

  private final RepositoryContext context;

  Wallets(RepositoryContext context) {
    this.context = context;
  }

  /** Returns the wallets of those users who have one. */
  Map<UserId, WalletAddress> of(SqlExecutor on, Set<UserId> users) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.OF_USERS,
                params ->
                    select(USERS.ID, USERS.WALLET_ADDRESS)
                        .from(USERS)
                        .where(USERS.ID.eq(any(params.array(USERS.ID))))
                        .and(USERS.WALLET_ADDRESS.isNotNull()));
    Map<UserId, WalletAddress> wallets = new HashMap<>();
    on.list(
            "users.find_wallets",
            shape,
            row ->
                Map.entry(
                    Objects.requireNonNull(row.read(Codecs.of(USERS.ID), 1)),
                    Objects.requireNonNull(row.read(Codecs.of(USERS.WALLET_ADDRESS), 2))),
            users)
        .forEach(each -> wallets.put(each.getKey(), each.getValue()));
    return wallets;
  }
}
