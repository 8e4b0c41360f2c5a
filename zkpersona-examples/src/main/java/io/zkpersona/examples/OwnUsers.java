package io.zkpersona.examples;

import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;

/** The users that this example made, and what it changes of them. */
final class OwnUsers {

  /** What a user of the example agrees to who agrees. */
  static final PrivacySettings AGREED = PrivacySettings.builder().publicProfile(true).build();

  /** The wallets of those who don't end in c, d, e or f: a quarter, the same in every run. */
  private static final char FIRST_PRIVATE = 'c';

  private OwnUsers() {}

  /**
   * Whether the example made a user, and nobody else changed anything. Who changed a user is known
   * only of programs that sign; so it is what the user holds that counts.
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

  /** Whether a user is one of those that the example has agree to a public profile. */
  static boolean agrees(User user) {
    WalletAddress wallet = user.walletAddress();
    if (wallet == null) {
      return false;
    }
    String value = wallet.value();
    return Character.toLowerCase(value.charAt(value.length() - 1)) < FIRST_PRIVATE;
  }
}
