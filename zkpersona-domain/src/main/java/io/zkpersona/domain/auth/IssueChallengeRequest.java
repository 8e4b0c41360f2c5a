package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.domain.validation.Checks;
import java.time.Duration;

/**
 * What a wallet is to be asked to sign. Immutable and thread-safe.
 *
 * @param walletAddress which wallet
 * @param chainId the chain's number (EIP-155), or a CAIP-2 id where it is not an Ethereum chain
 * @param domain who asks, as host or host:port (an RFC 3986 authority), at most 255 characters
 * @param uri what the signature is for, with a scheme (RFC 3986), at most 2048 characters
 * @param lifetime how long it may be answered, 1 second to 3650 days, cut to microseconds; a few
 *     minutes are usual
 */
@GenerateBuilder
public record IssueChallengeRequest(
    WalletAddress walletAddress, String chainId, String domain, String uri, Duration lifetime)
    implements IssueChallengeRequestBuilder.With {

  /**
   * Checks the values, spells the wallet as new ones are stored, and takes the number of {@code
   * eip155:} and a number.
   *
   * @throws ValidationException if one is missing, out of range or of another form, or {@link
   *     WalletAddress#of} refuses the wallet
   */
  public IssueChallengeRequest {
    walletAddress = WalletAddress.of(Checks.notNull("walletAddress", walletAddress).value());
    chainId = ChallengeRules.newChainId(chainId);
    ChallengeRules.domain(domain);
    ChallengeRules.uri(uri);
    lifetime = Lifetimes.lifetime("lifetime", lifetime);
  }

  /** A builder with nothing set. */
  public static IssueChallengeRequestBuilder builder() {
    return IssueChallengeRequestBuilder.builder();
  }
}
