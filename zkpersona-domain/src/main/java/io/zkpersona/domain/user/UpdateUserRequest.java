package io.zkpersona.domain.user;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;

/**
 * The changes to a {@link User}; everything is kept by default. The status is not part of it: it
 * changes through the transition methods of the repository. Immutable and thread-safe.
 *
 * @param walletAddress the wallet; may be cleared
 * @param email the e-mail address; may be cleared
 * @param username the name; may be cleared
 * @param privacySettings the complete new privacy settings; to change one, start from the current
 *     settings
 */
@GenerateBuilder
public record UpdateUserRequest(
    Change<WalletAddress> walletAddress,
    Change<EmailAddress> email,
    Change<Username> username,
    Change<PrivacySettings> privacySettings)
    implements UpdateRequest<User>, UpdateUserRequestBuilder.With {

  /**
   * Checks the changes, and normalizes wallet, e-mail address and name to the form in which new
   * ones are stored.
   *
   * @throws ValidationException if a change is null, a change clears {@code privacySettings}, or
   *     {@link WalletAddress#of}, {@link EmailAddress#of} or {@link Username#of} rejects a value
   */
  public UpdateUserRequest {
    walletAddress =
        ChangeChecks.optional(
            "walletAddress", walletAddress, wallet -> WalletAddress.of(wallet.value()));
    email = ChangeChecks.optional("email", email, address -> EmailAddress.of(address.value()));
    username = ChangeChecks.optional("username", username, name -> Username.of(name.value()));
    ChangeChecks.required("privacySettings", privacySettings);
  }

  /** Returns a builder that keeps everything. */
  public static UpdateUserRequestBuilder builder() {
    return UpdateUserRequestBuilder.builder()
        .walletAddress(Change.keep())
        .email(Change.keep())
        .username(Change.keep())
        .privacySettings(Change.keep());
  }

  @Override
  public User applyTo(User current) {
    return new User(
        current.id(),
        walletAddress.applyTo(current.walletAddress()),
        email.applyTo(current.email()),
        username.applyTo(current.username()),
        current.status(),
        privacySettings.value().orElse(current.privacySettings()),
        current.audit());
  }
}
