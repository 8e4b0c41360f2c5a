package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.query.Builtins;
import org.jooq.Condition;
import org.jooq.Field;

/** The texts that belong to one user each, compared as the unique indexes on them compare. */
enum UserKey {
  ETHEREUM_WALLET(USERS.WALLET_ADDRESS),
  OTHER_WALLET(USERS.WALLET_ADDRESS),
  EMAIL(USERS.EMAIL),
  USERNAME(USERS.USERNAME);

  /** As the unique index on Ethereum wallets has it, so that the index serves. */
  private static final String ETHEREUM_ADDRESS = "^0x[0-9A-Fa-f]{40}$";

  /** The column as the text that it is in the database. */
  private final Field<String> text;

  UserKey(Field<?> column) {
    this.text = column.coerce(String.class);
  }

  static UserKey of(WalletAddress wallet) {
    return wallet.isEthereum() ? ETHEREUM_WALLET : OTHER_WALLET;
  }

  Field<String> text() {
    return text;
  }

  /** Whether a user has a text that is given in its {@link #form}. */
  Condition is(Field<String> given) {
    return switch (this) {
      case ETHEREUM_WALLET ->
          Builtins.lowerAscii(text).eq(given).and(text.likeRegex(inline(ETHEREUM_ADDRESS)));
      case OTHER_WALLET -> text.eq(given);
      case EMAIL, USERNAME -> Builtins.lowerAscii(text).eq(given);
    };
  }

  /** A text as it is compared. */
  String form(String value) {
    return this == OTHER_WALLET ? value : folded(value);
  }

  /** What {@link Builtins#lowerAscii} makes of a text: A to Z lower-cased, all else as it is. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return folded.toString();
  }
}
