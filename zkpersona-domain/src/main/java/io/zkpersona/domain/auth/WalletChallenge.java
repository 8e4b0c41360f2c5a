package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.WalletChallengeId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.RandomText;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet is asked to sign to prove that it is held. Immutable and thread-safe; {@link
 * #toString()} shows neither nonce nor wallet.
 *
 * @param id the challenge's id
 * @param nonce 8 to 128 random letters and digits, unique
 * @param walletAddress which wallet
 * @param chainId the chain's number (EIP-155), or a CAIP-2 id where it is not an Ethereum chain
 * @param domain who asks, as host or host:port
 * @param uri what the signature is for
 * @param issuedAt when it was issued, cut to microseconds
 * @param expiresAt it may be answered before this instant, cut to microseconds
 */
@GenerateBuilder
public record WalletChallenge(
    WalletChallengeId id,
    String nonce,
    WalletAddress walletAddress,
    String chainId,
    String domain,
    String uri,
    Instant issuedAt,
    Instant expiresAt)
    implements WalletChallengeBuilder.With {
  private static final int NONCE_LENGTH = 22;

  /**
   * Checks the values and cuts the times to microseconds.
   *
   * @throws ValidationException if one is missing, out of range or of another form, or it expires
   *     before it is issued
   */
  public WalletChallenge {
    Checks.notNull("id", id);
    ChallengeRules.nonce(nonce);
    Checks.notNull("walletAddress", walletAddress);
    ChallengeRules.chainId(chainId);
    ChallengeRules.domain(domain);
    ChallengeRules.uri(uri);
    issuedAt = Checks.micros("issuedAt", issuedAt);
    expiresAt = Checks.micros("expiresAt", expiresAt);
    Checks.after("expiresAt", expiresAt, "issuedAt", issuedAt);
  }

  /** A new nonce: 22 letters and digits, which are 130 random bits. */
  public static String newNonce() {
    return RandomText.alphanumeric(NONCE_LENGTH);
  }

  /**
   * The text to sign, as EIP-4361 (version 1) has it, the same each time: once to hand to the
   * wallet, and again to check its signature against.
   *
   * @param statement what is to be read by a human: the reserved and unreserved characters of RFC
   *     3986 and spaces, so ASCII in one line; null for none
   * @return the lines, without one behind the last
   * @throws ValidationException if the statement has other characters or none, or the wallet or the
   *     chain is not one of Ethereum
   */
  public String message(@Nullable String statement) {
    if (!walletAddress.isEthereum()) {
      throw new ValidationException(
          "walletAddress", "of another chain (expected: an Ethereum address, as EIP-4361 needs)");
    }
    if (!ChallengeRules.isEip155(chainId)) {
      throw new ValidationException(
          "chainId", "no number (expected: one as of EIP-155, as EIP-4361 needs)");
    }
    StringBuilder text = new StringBuilder(domain);
    text.append(" wants you to sign in with your Ethereum account:\n");
    text.append(walletAddress.value()).append("\n\n");
    if (statement != null) {
      text.append(ChallengeRules.statement(statement)).append('\n');
    }
    return text.append("\nURI: ")
        .append(uri)
        .append("\nVersion: 1\nChain ID: ")
        .append(chainId)
        .append("\nNonce: ")
        .append(nonce)
        .append("\nIssued At: ")
        .append(issuedAt)
        .append("\nExpiration Time: ")
        .append(expiresAt)
        .toString();
  }

  @Override
  public String toString() {
    return ("WalletChallenge[id=%s, nonce=%s, walletAddress=%s, chainId=%s, domain=%s, uri=%s,"
            + " issuedAt=%s, expiresAt=%s]")
        .formatted(
            id,
            SafeText.hidden(nonce),
            walletAddress,
            chainId,
            domain,
            SafeText.hidden(uri),
            issuedAt,
            expiresAt);
  }
}
