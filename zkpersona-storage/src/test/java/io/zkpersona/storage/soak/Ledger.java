package io.zkpersona.storage.soak;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Records the outcome that each writer was told, by row number, because half an hour produces
 * millions. Each entry is written once, by the thread that drew the number, and read when the
 * writers have ended.
 */
final class Ledger {

  /** A writer's knowledge of a row that it tried to store. */
  enum Told {
    NOTHING,
    STORED,
    REFUSED,
    FOUND_STORED,
    FOUND_ABSENT,
    NOT_FOUND_OUT
  }

  private static final String PREFIX = "soak-";
  private static final int CAPACITY = 1 << 23;
  private static final int SHOWN = 20;

  private final Told[] told = new Told[CAPACITY];
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, Throwable> reasons = new ConcurrentHashMap<>();

  Ledger() {
    Arrays.fill(told, Told.NOTHING);
  }

  /** Returns a name that was not used before. */
  String nextName() {
    return PREFIX + last.incrementAndGet();
  }

  /** Records the outcome of a row. */
  void note(String name, Told what) {
    told[number(name)] = what;
  }

  /** Records that a row was refused, with the reason. */
  void refuse(String name, Throwable reason) {
    note(name, Told.REFUSED);
    reasons.put(number(name), reason);
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(PREFIX.length()));
  }

  /** Counts the rows by outcome. */
  Map<Told, Integer> counts() {
    Map<Told, Integer> counts = new EnumMap<>(Told.class);
    for (int i = 1; i <= last.get(); i++) {
      counts.merge(told[i], 1, Integer::sum);
    }
    return counts;
  }

  /** Returns rows whose recorded outcome contradicts the database, with that outcome. */
  Set<String> contradictions(Stream<String> storedNames) {
    boolean[] stored = new boolean[last.get() + 1];
    Set<String> found = new TreeSet<>();
    storedNames.forEach(
        name -> {
          if (number(name) >= stored.length) {
            found.add(name + " stored by nobody");
          } else {
            stored[number(name)] = true;
          }
        });
    for (int i = 1; i < stored.length && found.size() < SHOWN; i++) {
      Told what = told[i];
      boolean right =
          switch (what) {
            case STORED, FOUND_STORED -> stored[i];
            case REFUSED, FOUND_ABSENT -> !stored[i];
            case NOT_FOUND_OUT -> true;
            case NOTHING -> false;
          };
      if (!right) {
        found.add(
            PREFIX
                + i
                + " "
                + what
                + (stored[i] ? ", and is there " : ", and is missing ")
                + told(i));
      }
    }
    return found;
  }

  private String told(int number) {
    Throwable reason = reasons.get(number);
    if (reason == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    reason.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
