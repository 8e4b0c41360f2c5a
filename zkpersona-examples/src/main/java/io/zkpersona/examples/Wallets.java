package io.zkpersona.examples;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.UserRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The users behind wallets. Remembers the latest few thousand, so that a busy wallet is not looked
 * up for each of its lines.
 */
final class Wallets {

  static final String ADDRESS_RULE = "0x and 40 hexadecimal digits";

  private static final int REMEMBERED = 10_000;

  private final UserRepository users;
  private final Map<WalletAddress, UserId> known = new LatestFew();
  private int created;

  Wallets(UserRepository users) {
    this.users = users;
  }

  /** Reads an Ethereum address. */
  static WalletAddress parse(String name, String text) throws MalformedLineException {
    try {
      WalletAddress address = WalletAddress.of(text);
      if (address.isEthereum()) {
        return address;
      }
    } catch (ValidationException e) {
      throw new MalformedLineException(name + ": " + e.violations().get(0).rule());
    }
    throw new MalformedLineException(name, text.length() + " characters", ADDRESS_RULE);
  }

  /** The user of a wallet; empty if there is none. */
  Optional<UserId> find(WalletAddress wallet) {
    UserId remembered = known.get(wallet);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<UserId> found = users.findByWalletAddress(wallet).map(User::id);
    found.ifPresent(id -> known.put(wallet, id));
    return found;
  }

  /** The user of a wallet, made if there is none; empty if it once was one and left. */
  Optional<UserId> findOrCreate(WalletAddress wallet) {
    Optional<UserId> found = find(wallet);
    return found.isPresent() ? found : create(wallet);
  }

  /**
   * Most programs call {@code users.getOrCreateByWalletAddress(wallet)} and are done. This one also
   * signs the users it makes, so that cleaning up can tell them from others.
   */
  private Optional<UserId> create(WalletAddress wallet) {
    AuditStamp signed = AuditStamp.unsaved(InputFactory.AUTHOR);
    try {
      UserId id = users.save(User.builder().walletAddress(wallet).audit(signed).build()).id();
      created++;
      known.put(wallet, id);
      return Optional.of(id);
    } catch (DuplicateEntityException e) {
      // Another process was quicker, or the wallet's user is softly deleted, which finds nobody.
      return find(wallet);
    }
  }

  /** How many users were made. */
  int created() {
    return created;
  }

  private static final class LatestFew extends LinkedHashMap<WalletAddress, UserId> {
    private static final long serialVersionUID = 1L;

    LatestFew() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<WalletAddress, UserId> eldest) {
      return size() > REMEMBERED;
    }
  }
}
