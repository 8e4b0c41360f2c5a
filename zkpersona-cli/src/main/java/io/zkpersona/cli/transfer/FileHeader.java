package io.zkpersona.cli.transfer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file: the version of its format, and the entity.
 *
 * @param format the version, 1
 * @param entity the name of the entity
 */
record FileHeader(String format, String entity) {

  static final String MEMBER = "zkpersona";
  static final String VERSION = "1";

  private static final Pattern COMMENT =
      Pattern.compile("\\s*zkpersona format=([0-9]{1,9}) entity=([a-z-]{1,50})\\s*");

  FileHeader {
    if (!format.equals(VERSION)) {
      throw new TransferException(
          "format: "
              + format
              + " (expected: "
              + VERSION
              + "; use the release that wrote the file)");
    }
  }

  static FileHeader of(EntityType<?, ?> type) {
    return new FileHeader(VERSION, type.name());
  }

  /** Returns the comment in front of CSV. */
  String comment() {
    return "zkpersona format=" + format + " entity=" + entity;
  }

  static FileHeader ofComment(String comment) {
    Matcher matcher = COMMENT.matcher(comment);
    if (!matcher.matches()) {
      throw new TransferException(
          "first line: a comment of another form (expected: # zkpersona format=1 entity=…)");
    }
    return new FileHeader(matcher.group(1), matcher.group(2));
  }
}
