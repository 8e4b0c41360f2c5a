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
 * A challenge that a wallet signs to prove that its holder controls it. Immutable and thread-safe;
 * {@link #toString()} reveals neither nonce nor wallet.
 *
 * @param id the challenge's id
 * @param nonce 8 to 128 random letters and digits, unique
 * @param walletAddress the wallet
 * @param chainId the chain's number (EIP-155), or a CAIP-2 id for a chain other than Ethereum's
 * @param domain the requester, as host or host:port
 * @param uri the subject of the signature
 * @param issuedAt the time of issue, truncated to microseconds
 * @param expiresAt the instant from which the challenge can no longer be answered, truncated to
 *     microseconds
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
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing, out of range or in another format, or {@code
   *     expiresAt} is not after {@code issuedAt}
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

  /** Returns a new nonce of 22 letters and digits, about 130 random bits. */
  public static String newNonce() {
    return RandomText.alphanumeric(NONCE_LENGTH);
  }

  /**
   * Returns the text to sign, in the format of EIP-4361 (version 1). Every call returns the same
   * text: first for the wallet to sign, then to verify its signature against.
   *
   * @param statement the human-readable part: reserved and unreserved characters of RFC 3986 and
   *     spaces, hence ASCII on one line; null for none
   * @return the lines, without a line break after the last
   * @throws ValidationException if the statement is empty or contains other characters, or if the
   *     wallet or the chain is not an Ethereum one
   */
  public String message(@Nullable String statement) {
    if (!walletAddress.isEthereum()) {
      throw new ValidationException(
          "walletAddress",
          "an address of another chain (expected: an Ethereum address, which EIP-4361 requires)");
    }
    if (!ChallengeRules.isEip155(chainId)) {
      throw new ValidationException(
          "chainId", "not a number (expected: an EIP-155 number, which EIP-4361 requires)");
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
