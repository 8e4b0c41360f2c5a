package io.zkpersona.storage.internal.user;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The texts that belong to one user each, compared as the unique indexes on them compare. */
enum UserKey {
  ETHEREUM_WALLET,
  OTHER_WALLET,
  EMAIL,
  USERNAME;

  /** As the unique index on Ethereum wallets has it, so that the index serves. */
  private static final String ETHEREUM_ADDRESS = "^0x[0-9A-Fa-f]{40}$";

  /** A text that is not cut to a column's length, or it would be another one. */
  private static final Field<String> ANY_LENGTH = DSL.field(DSL.name("value"), SQLDataType.VARCHAR);

  static UserKey of(WalletAddress wallet) {
    return wallet.isEthereum() ? ETHEREUM_WALLET : OTHER_WALLET;
  }

  /** The column as the text that it is in the database. */
  private Field<String> text() {
    Field<?> column =
        switch (this) {
          case ETHEREUM_WALLET, OTHER_WALLET -> USERS.WALLET_ADDRESS;
          case EMAIL -> USERS.EMAIL;
          case USERNAME -> USERS.USERNAME;
        };
    return column.coerce(String.class);
  }

  /** The column in its {@link #form}. */
  Field<String> stored() {
    return this == OTHER_WALLET ? text() : Builtins.lowerAscii(text());
  }

  /** Whether a user has a text, which is given in its {@link #form}. */
  Condition is(Params params) {
    return served(stored().eq(params.value(text())));
  }

  /** Whether a user has one of some texts, which are given in their {@link #form}. */
  Condition isOneOf(Params params) {
    return served(stored().eq(any(params.array(ANY_LENGTH))));
  }

  private Condition served(Condition condition) {
    return this == ETHEREUM_WALLET
        ? condition.and(text().likeRegex(inline(ETHEREUM_ADDRESS)))
        : condition;
  }

  /** A text as it is compared. */
  String form(String value) {
    return this == OTHER_WALLET ? value : folded(value);
  }

  /** Lower-cases A to Z and nothing else, as {@link Builtins#lowerAscii} does. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return folded.toString();
  }
}
