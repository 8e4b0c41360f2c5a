package io.zkpersona.storage.user;

import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.bulk.FlatMemoryIT;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.UserRepository;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The users of a hundred thousand wallets in little memory. A program of {@link FlatMemoryIT}. */
public final class ManyUsersProcess {

  private static final int ASKED = 100_000;

  private ManyUsersProcess() {}

  public static void main(String[] args) {
    try (DatabaseManager manager =
        DatabaseManager.open(
            DatabaseConfig.builder().databaseUrl(args[0]).maxConnections(2).build())) {
      UserRepository users = manager.repositories().users();
      List<WalletAddress> wallets = wallets();
      expect(users.getOrCreateAllByWalletAddress(wallets).created());
      expect(users.getOrCreateAllByWalletAddress(wallets).existing());
      expect(users.findAllByWalletAddress(wallets).size());
      System.out.println("done");
    }
  }

  /** Returns different wallets, distributed like hashes. */
  private static List<WalletAddress> wallets() {
    return IntStream.range(0, ASKED)
        .mapToObj(
            number ->
                String.format(Locale.ROOT, "0x%016x%024x", number * 0x9E3779B97F4A7C15L, number))
        .map(WalletAddress::new)
        .toList();
  }

  private static void expect(int found) {
    if (found != ASKED) {
      throw new AssertionError(found + " (expected: " + ASKED + ")");
    }
  }
}
