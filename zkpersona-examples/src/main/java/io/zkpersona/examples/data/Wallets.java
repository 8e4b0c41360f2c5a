package io.zkpersona.examples.data;

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
 * Finds the users of wallets. Caches the latest few thousand, so that a busy wallet is not looked
 * up for each of its lines.
 */
public final class Wallets {

  static final String ADDRESS_RULE = "0x and 40 hexadecimal digits";

  private static final int REMEMBERED = 10_000;

  private final UserRepository users;
  private final Map<WalletAddress, UserId> known = new LatestFew();
  private int created;

  /** Creates an empty cache in front of a repository. */
  public Wallets(UserRepository users) {
    this.users = users;
  }

  /** Parses an Ethereum address. */
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

  /** Returns the user of a wallet; empty if there is none. */
  public Optional<UserId> find(WalletAddress wallet) {
    UserId remembered = known.get(wallet);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<UserId> found = users.findByWalletAddress(wallet).map(User::id);
    found.ifPresent(id -> known.put(wallet, id));
    return found;
  }

  /** Returns the user of a wallet, creating it if absent; empty if the user was deleted. */
  public Optional<UserId> findOrCreate(WalletAddress wallet) {
    Optional<UserId> found = find(wallet);
    return found.isPresent() ? found : create(wallet);
  }

  /**
   * Creates a user. Most programs simply call {@code users.getOrCreateByWalletAddress(wallet)}.
   * This one also sets the actor, so that clean-up can recognize its users.
   */
  private Optional<UserId> create(WalletAddress wallet) {
    AuditStamp signed = AuditStamp.unsaved(InputFactory.AUTHOR);
    try {
      UserId id = users.save(User.builder().walletAddress(wallet).audit(signed).build()).id();
      created++;
      known.put(wallet, id);
      return Optional.of(id);
    } catch (DuplicateEntityException e) {
      // Another process was faster, or the wallet's user is soft-deleted and not found.
      return find(wallet);
    }
  }

  /** Returns the number of users created. */
  public int created() {
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
