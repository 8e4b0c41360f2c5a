package io.zkpersona.storage.repository.wild;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One row of the table of bad input.
 *
 * @param name the fault in the input
 * @param exception the exact exception class
 * @param saying text in the message: the field and the rule
 * @param call the call that is refused
 */
record BadInput(
    String name,
    Class<? extends ZkPersonaException> exception,
    String saying,
    ThrowingCallable call) {

  /** Part of every personal value in the table except the wallet. */
  static final String SECRET = "hush";

  static final String WALLET = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
  static final Json JSON = Json.of("{\"hush\": \"hush-json\"}");

  /** Lower-case texts that no exception may contain. */
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

  /**
   * Returns everything that a log would show of an exception, its causes and their suppressed ones.
   */
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
