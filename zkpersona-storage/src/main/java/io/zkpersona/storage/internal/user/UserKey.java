package io.zkpersona.storage.internal.user;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import java.util.Collection;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The unique text keys of users, compared as their unique indexes compare. */
enum UserKey {
  ETHEREUM_WALLET,
  OTHER_WALLET,
  EMAIL,
  USERNAME;

  /** Equals the expression of the unique index on Ethereum wallets, so that the index is used. */
  private static final String ETHEREUM_ADDRESS = "^0x[0-9A-Fa-f]{40}$";

  /** A text that is not truncated to a column's length, which would change it. */
  private static final Field<String> ANY_LENGTH = DSL.field(DSL.name("value"), SQLDataType.VARCHAR);

  static UserKey of(WalletAddress wallet) {
    return wallet.isEthereum() ? ETHEREUM_WALLET : OTHER_WALLET;
  }

  /** Returns the column as text. */
  private Field<String> text() {
    Field<?> column =
        switch (this) {
          case ETHEREUM_WALLET, OTHER_WALLET -> USERS.WALLET_ADDRESS;
          case EMAIL -> USERS.EMAIL;
          case USERNAME -> USERS.USERNAME;
        };
    return column.coerce(String.class);
  }

  /** Returns the column in its {@link #form}. */
  Field<String> stored() {
    return this == OTHER_WALLET ? text() : Builtins.lowerAscii(text());
  }

  /** Matches the user with a text, which is bound in its {@link #form}. */
  Condition is(Parameters<String> in) {
    return served(stored().eq(in.value(text(), form -> form)));
  }

  /** Matches users with one of several texts, which are bound in their {@link #form}. */
  <P> Condition isOneOf(Parameters<P> in, Function<P, ? extends Collection<String>> forms) {
    return served(stored().eq(any(in.array(ANY_LENGTH, forms))));
  }

  private Condition served(Condition condition) {
    return this == ETHEREUM_WALLET
        ? condition.and(text().likeRegex(inline(ETHEREUM_ADDRESS)))
        : condition;
  }

  /** Returns the form in which a text is compared. */
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
