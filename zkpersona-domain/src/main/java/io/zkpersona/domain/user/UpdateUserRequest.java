package io.zkpersona.domain.user;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;

/**
 * What is to change in a {@link User}; everything is kept by default. Where the user stands is no
 * part of it: that changes by the explicit steps of the repository. Immutable and thread-safe.
 *
 * @param walletAddress the wallet; may be cleared
 * @param email the e-mail address; may be cleared
 * @param username the name; may be cleared
 * @param privacySettings what the user agreed to, all of it: start from the current settings
 */
@GenerateBuilder
public record UpdateUserRequest(
    Change<WalletAddress> walletAddress,
    Change<EmailAddress> email,
    Change<Username> username,
    Change<PrivacySettings> privacySettings)
    implements UpdateRequest<User>, UpdateUserRequestBuilder.With {

  /**
   * Checks the changes, and spells wallet, e-mail address and name as new ones are stored.
   *
   * @throws ValidationException if a change is null, what must not be null is cleared, or {@link
   *     WalletAddress#of}, {@link EmailAddress#of} or {@link Username#of} refuses a value
   */
  public UpdateUserRequest {
    walletAddress =
        ChangeChecks.optional(
            "walletAddress", walletAddress, wallet -> WalletAddress.of(wallet.value()));
    email = ChangeChecks.optional("email", email, address -> EmailAddress.of(address.value()));
    username = ChangeChecks.optional("username", username, name -> Username.of(name.value()));
    ChangeChecks.required("privacySettings", privacySettings);
  }

  /** A builder that keeps everything. */
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
