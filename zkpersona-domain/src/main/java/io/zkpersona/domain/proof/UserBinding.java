package io.zkpersona.domain.proof;

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
 * The public signal that names the user whose proof it is. A true proof is public as soon as it is
 * sent anywhere, and whoever has read it can submit it as their own; bound to a user, it counts for
 * that one alone. Immutable and thread-safe.
 *
 * @param signal the index of the signal among the public signals
 * @param identity what of the user it holds
 */
public record UserBinding(int signal, UserIdentity identity) {

  private static final int HALF = 64;
  private static final BigInteger LOW_HALF = BigInteger.ONE.shiftLeft(HALF);

  /**
   * Checks the values.
   *
   * @throws ValidationException if the index is below 0 or the identity is null
   */
  public UserBinding {
    Checks.atLeast("signal", signal, 0);
    Checks.notNull("identity", identity);
  }

  /**
   * Refuses signals that don't name the user.
   *
   * @param publicSignals the signals of a proof
   * @param user whose proof it is to be; null if nobody's
   * @param wallet the user's wallet; null if there is none, or none is asked for
   * @throws ValidationException if the user is null, has no Ethereum wallet where that is the
   *     identity, or is not the one whom the signal names; no message holds either
   */
  public void check(Json publicSignals, @Nullable UserId user, @Nullable WalletAddress wallet) {
    if (user == null) {
      throw new ValidationException(
          "userId", "null (expected: the user whom signal " + signal + " of the circuit names)");
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
          "a user without an Ethereum wallet (expected: one, since the circuit's proofs name it)");
    }
    return new BigInteger(1, HexFormat.of().parseHex(wallet.value().substring(2)));
  }
}
