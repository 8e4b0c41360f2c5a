package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.time.Duration;

/**
 * The values of a challenge for a wallet to sign. Immutable and thread-safe.
 *
 * @param walletAddress the wallet
 * @param chainId the chain's number (EIP-155), or a CAIP-2 id for a chain other than Ethereum's
 * @param domain the requester, as host or host:port (an RFC 3986 authority), at most 255 characters
 * @param uri the subject of the signature, with a scheme (RFC 3986), at most 2048 characters
 * @param lifetime the time allowed for an answer, 1 second to 3650 days, truncated to microseconds;
 *     a few minutes are usual
 */
@GenerateBuilder
public record IssueChallengeRequest(
    WalletAddress walletAddress, String chainId, String domain, String uri, Duration lifetime)
    implements IssueChallengeRequestBuilder.With {

  /**
   * Checks the values, normalizes the wallet to the form in which new ones are stored, and shortens
   * {@code eip155:} and a number to the number.
   *
   * @throws ValidationException if a value is missing, out of range or in another format, or {@link
   *     WalletAddress#of} rejects the wallet
   */
  public IssueChallengeRequest {
    walletAddress = WalletAddress.of(Checks.notNull("walletAddress", walletAddress).value());
    chainId = ChallengeRules.newChainId(chainId);
    ChallengeRules.domain(domain);
    ChallengeRules.uri(uri);
    lifetime = Lifetimes.lifetime("lifetime", lifetime);
  }

  /** Returns a builder with nothing set. */
  public static IssueChallengeRequestBuilder builder() {
    return IssueChallengeRequestBuilder.builder();
  }
}
