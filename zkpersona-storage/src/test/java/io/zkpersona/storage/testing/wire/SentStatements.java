package io.zkpersona.storage.testing.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The statements that a client sent on one connection, followed closely enough to tell whether a
 * commit may have happened without the client's knowledge.
 */
final class SentStatements {

  /** Matches writes as the library spells them, and calls of its functions that write. */
  private static final Pattern WRITE =
      Pattern.compile(
          "\\b(insert into|delete from|update \"|copy|create|drop|alter|truncate)\\b"
              + "|\"(behavior_[a-z_]+|reputation_counts_[a-z_]+|users_erase[a-z_]*"
              + "|changes_(begin|end|record_reads)"
              + "|changes_(subscribe|tick|acknowledge|delivered_until|prune_ticks|tick_now|seal))\"\\(");

  private final Map<String, String> prepared = new HashMap<>();
  private String bound = "";
  private boolean open;
  private boolean wrote;
  private boolean waiting;

  /** Adds a message of the client (PostgreSQL documentation, "Message Formats"). */
  void add(int type, byte[] body) {
    switch (type) {
      case 'P' -> prepared.put(text(body, 0), text(body, text(body, 0).length() + 1));
      case 'B' -> bound = prepared.getOrDefault(text(body, text(body, 0).length() + 1), "");
      case 'E' -> executed(bound);
      case 'Q' -> executed(text(body, 0));
      default -> {
        // Runs nothing.
      }
    }
  }

  private void executed(String sql) {
    String lower = sql.toLowerCase(Locale.ROOT).stripLeading();
    if (lower.startsWith("begin")) {
      open = true;
      wrote = false;
    } else if (lower.startsWith("commit")) {
      waiting |= wrote;
      open = false;
    } else if (lower.equals("rollback")) {
      open = false;
    } else if (WRITE.matcher(lower).find()) {
      wrote = true;
      waiting |= !open;
    }
  }

  /** Notes a message that reaches the client; ReadyForQuery answers everything sent before. */
  void answeredBy(int type) {
    if (type == 'Z') {
      waiting = false;
    }
  }

  /** Tells whether a commit, or a statement outside a transaction, was sent and not answered. */
  boolean mayHaveCommitted() {
    return waiting;
  }

  private static String text(byte[] body, int from) {
    int end = from;
    while (body[end] != 0) {
      end++;
    }
    return new String(body, from, end - from, StandardCharsets.UTF_8);
  }
}
