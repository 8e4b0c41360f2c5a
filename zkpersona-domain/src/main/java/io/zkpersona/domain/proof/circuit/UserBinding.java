package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public signal that identifies the user of a proof. A valid proof becomes public once it is
 * sent, and anyone who reads it could submit it; a binding makes it valid for one user only.
 * Immutable and thread-safe.
 *
 * @param signal the index of the signal among the public signals
 * @param identity the attribute of the user that the signal contains
 */
public record UserBinding(int signal, UserIdentity identity) {

  private static final int HALF = 64;
  private static final int ADDRESS_BITS = 160;
  private static final BigInteger LOW_HALF = BigInteger.ONE.shiftLeft(HALF);

  /**
   * Checks the values.
   *
   * @throws ValidationException if the index is negative or the identity is null
   */
  public UserBinding {
    Checks.atLeast("signal", signal, 0);
    Checks.notNull("identity", identity);
  }

  /**
   * Rejects signals that do not identify the user.
   *
   * @param publicSignals the signals of a proof
   * @param user the user of the proof; null if none
   * @param wallet the user's wallet; null if there is none or it is not needed
   * @throws ValidationException if the user is null, has no Ethereum wallet although the identity
   *     requires one, or is not the user in the signal; the message contains neither
   */
  public void check(Json publicSignals, @Nullable UserId user, @Nullable WalletAddress wallet) {
    if (user == null) {
      throw new ValidationException(
          "userId",
          "null (expected: the user that signal " + signal + " of the circuit identifies)");
    }
    BigInteger expected =
        switch (identity) {
          case USER_ID -> number(user);
          case WALLET_ADDRESS -> number(wallet);
        };
    List<Json> signals = Signals.of(publicSignals);
    if (!Signals.number(signals, signal).equals(expected)) {
      throw new ValidationException(
          "publicSignals[" + signal + "]",
          "another user (expected: the "
              + identity.value().replace('_', ' ')
              + " of the proof's user, as a number)");
    }
  }

  /**
   * Returns the Ethereum wallet that the signal contains, for a binding to a wallet address.
   *
   * @param publicSignals the signals of a proof
   * @throws ValidationException if there is no such signal, or it is no number of 160 bits
   */
  public WalletAddress wallet(Json publicSignals) {
    BigInteger number = Signals.number(Signals.of(publicSignals), signal);
    if (number.bitLength() > ADDRESS_BITS) {
      throw new ValidationException(
          "publicSignals[" + signal + "]",
          "too large for an Ethereum address (expected: a number of at most 160 bits)");
    }
    String digits = number.toString(16);
    return new WalletAddress("0x" + "0".repeat(ADDRESS_BITS / 4 - digits.length()) + digits);
  }

  private static BigInteger number(UserId user) {
    return unsigned(user.value().getMostSignificantBits())
        .shiftLeft(HALF)
        .or(unsigned(user.value().getLeastSignificantBits()));
  }

  private static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(LOW_HALF) : value;
  }

  private static BigInteger number(@Nullable WalletAddress wallet) {
    if (wallet == null || !wallet.isEthereum()) {
      throw new ValidationException(
          "userId",
          "a user without an Ethereum wallet (expected: a user with one, because the circuit's"
              + " proofs contain its address)");
    }
    return new BigInteger(1, HexFormat.of().parseHex(wallet.value().substring(2)));
  }
}
