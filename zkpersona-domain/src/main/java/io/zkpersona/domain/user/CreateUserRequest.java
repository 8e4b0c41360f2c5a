package io.zkpersona.domain.user;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new {@link User}. Immutable and thread-safe; {@link #toString()} shows no
 * personal data.
 *
 * @param walletAddress the wallet; null (the default) if none
 * @param email the e-mail address; null (the default) if none
 * @param username the name; null (the default) if none
 * @param status the status; active by default
 * @param privacySettings the privacy settings; nothing shared by default
 */
@GenerateBuilder
public record CreateUserRequest(
    @Nullable WalletAddress walletAddress,
    @Nullable EmailAddress email,
    @Nullable Username username,
    UserStatus status,
    PrivacySettings privacySettings)
    implements CreateRequest<User, UserId>, CreateUserRequestBuilder.With {

  /**
   * Checks the values, and normalizes wallet, e-mail address and name to the form in which new ones
   * are stored.
   *
   * @throws ValidationException if {@code status} or {@code privacySettings} is null, or {@link
   *     WalletAddress#of}, {@link EmailAddress#of} or {@link Username#of} rejects a value
   */
  public CreateUserRequest {
    walletAddress = walletAddress == null ? null : WalletAddress.of(walletAddress.value());
    email = email == null ? null : EmailAddress.of(email.value());
    username = username == null ? null : Username.of(username.value());
    Checks.notNull("status", status);
    Checks.notNull("privacySettings", privacySettings);
  }

  /** Returns a builder with the default values. */
  public static CreateUserRequestBuilder builder() {
    return CreateUserRequestBuilder.builder()
        .status(UserStatus.ACTIVE)
        .privacySettings(PrivacySettings.defaults());
  }

  @Override
  public User toEntity(UserId id) {
    return new User(
        id, walletAddress, email, username, status, privacySettings, AuditStamp.unsaved());
  }
}
