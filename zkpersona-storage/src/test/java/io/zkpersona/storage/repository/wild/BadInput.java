package io.zkpersona.storage.repository.wild;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A line of the table of bad input.
 *
 * @param name what is bad about it
 * @param exception what it gets, exactly
 * @param saying what the message holds: the field and the rule
 * @param call what is refused
 */
record BadInput(
    String name,
    Class<? extends ZkPersonaException> exception,
    String saying,
    ThrowingCallable call) {

  /** All that is personal in the table holds it, but for the wallet. */
  static final String SECRET = "hush";

  static final String WALLET = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
  static final Json JSON = Json.of("{\"hush\": \"hush-json\"}");

  /** In small letters: what no exception may say. */
  static final List<String> NEVER_SAID =
      List.of(
          SECRET,
          WALLET,
          "abcdefabcdef",
          "psqlexception",
          "error:",
          "detail:",
          "key (",
          "violates",
          "insert into",
          "update ",
          "select ",
          "where ",
          "org.postgresql.util",
          "zkpersona.users");

  static BadInput invalid(String name, String saying, ThrowingCallable call) {
    return new BadInput(name, ValidationException.class, saying, call);
  }

  /** What it, its causes and what they suppressed would put into a log. */
  static List<String> everythingSaid(Throwable thrown) {
    List<String> said = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      said.add(cause.toString());
      said.add(String.valueOf(cause.getMessage()));
      said.add(String.valueOf(cause.getLocalizedMessage()));
      for (Throwable suppressed : cause.getSuppressed()) {
        said.addAll(everythingSaid(suppressed));
      }
    }
    return said;
  }

  @Override
  public String toString() {
    return name;
  }
}
