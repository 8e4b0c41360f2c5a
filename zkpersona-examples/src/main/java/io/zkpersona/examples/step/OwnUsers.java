package io.zkpersona.examples.step;

import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.examples.data.InputFactory;

/** The users that this example created, and its changes to them. */
final class OwnUsers {

  /** The privacy settings of users that consent. */
  static final PrivacySettings AGREED = PrivacySettings.builder().publicProfile(true).build();

  /** Wallets that end in c, d, e or f do not consent: a quarter, the same in every run. */
  private static final char FIRST_PRIVATE = 'c';

  private OwnUsers() {}

  /**
   * Tells whether the example created a user that was not changed by others. Not every program
   * names its actor, so the user's values are checked too.
   */
  static boolean isOwn(User user) {
    return InputFactory.AUTHOR.equals(user.audit().createdBy())
        && InputFactory.AUTHOR.equals(user.audit().modifiedBy())
        && user.status() == UserStatus.ACTIVE
        && user.email() == null
        && user.username() == null
        && (user.privacySettings().equals(PrivacySettings.defaults())
            || (agrees(user) && user.privacySettings().equals(AGREED)));
  }

  /** Tells whether the example lets this user consent to a public profile. */
  static boolean agrees(User user) {
    WalletAddress wallet = user.walletAddress();
    if (wallet == null) {
      return false;
    }
    String value = wallet.value();
    return Character.toLowerCase(value.charAt(value.length() - 1)) < FIRST_PRIVATE;
  }
}
