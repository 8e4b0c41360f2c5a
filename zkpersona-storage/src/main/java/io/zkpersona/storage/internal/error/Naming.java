package io.zkpersona.storage.internal.error;

/** How the schema's names are spelled in Java and in messages. */
public final class Naming {

  private Naming() {}

  /** The record component a column is kept in: {@code wallet_address} is {@code walletAddress}. */
  public static String component(String column) {
    StringBuilder name = new StringBuilder(column.length());
    boolean upper = false;
    for (int i = 0; i < column.length(); i++) {
      char c = column.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.toString();
  }

  /** What a row of a table is called: {@code behavior_inputs} holds each a "behavior input". */
  public static String entityType(String table) {
    String words = table.replace('_', ' ');
    return words.endsWith("s") ? words.substring(0, words.length() - 1) : words;
  }
}
