package io.zkpersona.domain.user;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A user of the system. Immutable and thread-safe; {@link #toString()} shows no personal data.
 *
 * @param id the user's id
 * @param walletAddress the wallet, unique and for Ethereum case-insensitive; null if none
 * @param email the e-mail address, unique regardless of letter case; null if none
 * @param username the name, unique regardless of letter case; null if none
 * @param status the status
 * @param privacySettings the privacy settings
 * @param audit the audit columns
 */
@GenerateBuilder
public record User(
    UserId id,
    @Nullable WalletAddress walletAddress,
    @Nullable EmailAddress email,
    @Nullable Username username,
    UserStatus status,
    PrivacySettings privacySettings,
    AuditStamp audit)
    implements Entity<UserId>, UserBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing
   */
  public User {
    Checks.notNull("id", id);
    Checks.notNull("status", status);
    Checks.notNull("privacySettings", privacySettings);
    Checks.notNull("audit", audit);
  }

  /**
   * Returns a builder with a new id and the defaults: active, nothing shared, no wallet, e-mail or
   * name.
   */
  public static UserBuilder builder() {
    return UserBuilder.builder()
        .id(UserId.generate())
        .status(UserStatus.ACTIVE)
        .privacySettings(PrivacySettings.defaults())
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public UserBuilder toBuilder() {
    return UserBuilder.builder(this);
  }
}
