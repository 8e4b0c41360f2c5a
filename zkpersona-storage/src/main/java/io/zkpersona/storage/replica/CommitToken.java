package io.zkpersona.storage.replica;

import io.zkpersona.domain.error.ValidationException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in the primary's log: everything that was committed before the token was taken lies
 * before it. Taken by {@code DatabaseManager.commitToken()} after a commit, and given to {@link
 * Consistency#readYourWrites}, in the same process or in another one.
 *
 * <p>Immutable. Its text is short, is made of the characters {@code 0-9}, {@code a-f} and {@code .}
 * and so fits a cookie or a header. It is not a secret and not signed: a forged token makes its
 * bearer's reads wait, and then go to the primary.
 *
 * @param system the system identifier of the database cluster, which its replicas share
 * @param timeline the cluster's timeline, which every fail-over changes
 * @param position the position in the log, in bytes, as PostgreSQL's {@code pg_lsn} counts
 */
public record CommitToken(long system, int timeline, long position) {

  private static final String VERSION = "1";
  private static final Pattern FORM =
      Pattern.compile(VERSION + "\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,8})\\.([0-9a-f]{1,16})");
  private static final int HEX = 16;
  private static final int MOST_CHARACTERS = 44;

  /**
   * Reads a token's text.
   *
   * @param text a text from {@link #text()}
   * @return the token
   * @throws ValidationException if {@code text} is null or not the text of a token
   */
  public static CommitToken parse(@Nullable String text) {
    if (text == null) {
      throw new ValidationException("token", "null (expected: the text of a commit token)");
    }
    Matcher parts = FORM.matcher(text);
    if (text.length() > MOST_CHARACTERS || !parts.matches()) {
      throw new ValidationException(
          "token",
          text.length()
              + " characters that are no commit token (expected: the text of one, such as"
              + " 1.6a2f00c1d2e3f405.1.16b374d848; without one, read from the primary)");
    }
    return new CommitToken(
        Long.parseUnsignedLong(parts.group(1), HEX),
        Integer.parseUnsignedInt(parts.group(2), HEX),
        Long.parseUnsignedLong(parts.group(3), HEX));
  }

  /**
   * Returns the token as a text, for {@link #parse}.
   *
   * @return at most 44 characters
   */
  public String text() {
    return String.format(Locale.ROOT, "%s.%x.%x.%x", VERSION, system, timeline, position);
  }

  @Override
  public String toString() {
    return text();
  }
}
