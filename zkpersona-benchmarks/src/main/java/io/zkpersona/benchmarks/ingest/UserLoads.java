package io.zkpersona.benchmarks.ingest;

import io.zkpersona.benchmarks.candidate.raw.RawUsers;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.WalletUsers;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Loads users of wallets with none, half or all of them already stored. */
final class UserLoads implements Loads {

  private static final String TABLE = "users";
  private static final int WALLET_DIGITS = 40;

  private final Target target;
  private final List<WalletAddress> wallets;

  UserLoads(Target target) {
    this.target = target;
    this.wallets =
        IntStream.range(0, target.rows())
            .mapToObj(Repeats::number)
            .map(number -> new WalletAddress(Repeats.hash(number, WALLET_DIGITS)))
            .toList();
  }

  @Override
  public void turn(Way way, Times times) throws SQLException {
    Function<List<WalletAddress>, WalletUsers> getOrCreate =
        switch (way) {
          case LIBRARY -> target.repositories().users()::getOrCreateAllByWalletAddress;
          case BY_HAND -> new RawUsers(target.pool())::getOrCreate;
        };
    int different = Repeats.different(wallets.size());
    target.empty(TABLE);
    load("none", way, times, getOrCreate, different);
    target.empty(TABLE);
    WalletUsers half = getOrCreate.apply(wallets.subList(0, wallets.size() / 2));
    Target.require("users created", different / 2, half.created());
    load("half", way, times, getOrCreate, different / 2);
    load("all", way, times, getOrCreate, 0);
  }

  private void load(
      String stored,
      Way way,
      Times times,
      Function<List<WalletAddress>, WalletUsers> getOrCreate,
      int created)
      throws SQLException {
    WalletUsers users =
        times.take(
            "users of wallets, " + stored + " of them stored",
            way,
            wallets.size(),
            () -> getOrCreate.apply(wallets));
    int different = Repeats.different(wallets.size());
    Target.require("users created", created, users.created());
    Target.require("users there", different - created, users.existing());
    Target.require("users given", different, users.byWallet().size());
    for (WalletAddress wallet : wallets) {
      if (!wallet.equals(users.user(wallet).walletAddress())) {
        throw new IllegalStateException("a wallet was given the user of another");
      }
    }
    Target.require("users stored", different, target.count(TABLE));
  }
}
