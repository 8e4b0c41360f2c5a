package io.zkpersona.storage.internal.error;

/** Converts names of the schema to Java names and to names in messages. */
public final class Naming {

  private Naming() {}

  /** Returns the record component of a column: {@code walletAddress} for {@code wallet_address}. */
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

  /** Returns the entity type of a table: "behavior input" for {@code behavior_inputs}. */
  public static String entityType(String table) {
    String words = table.replace('_', ' ');
    return words.endsWith("s") ? words.substring(0, words.length() - 1) : words;
  }
}
