package io.zkpersona.domain.user;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to create a {@link User}. Immutable and thread-safe; {@link #toString()} shows no
 * personal data.
 *
 * @param walletAddress the wallet; null (the default) if none
 * @param email the e-mail address, at most 255 characters; null (the default) if none
 * @param username the name, 3 to 100 characters; null (the default) if none
 * @param status where the user stands; active by default
 * @param privacySettings what the user agreed to; nothing by default
 */
@GenerateBuilder
public record CreateUserRequest(
    @Nullable WalletAddress walletAddress,
    @Nullable String email,
    @Nullable String username,
    UserStatus status,
    PrivacySettings privacySettings)
    implements CreateRequest<User, UserId>, CreateUserRequestBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing, too short, too long or of the wrong shape
   */
  public CreateUserRequest {
    UserRules.email(email);
    UserRules.username(username);
    Checks.notNull("status", status);
    Checks.notNull("privacySettings", privacySettings);
  }

  /** A builder that holds the defaults. */
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

  @Override
  public String toString() {
    return ("CreateUserRequest[walletAddress=%s, email=%s, username=%s, status=%s,"
            + " privacySettings=%s]")
        .formatted(
            walletAddress,
            SafeText.hidden(email),
            SafeText.hidden(username),
            status,
            privacySettings);
  }
}
