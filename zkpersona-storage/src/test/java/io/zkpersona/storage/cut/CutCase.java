package io.zkpersona.storage.cut;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.repository.Repositories;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A write to interrupt, prepared from the same stored rows each time.
 *
 * @param name the name of the method
 * @param given stores the rows that the write needs and returns the write
 * @param repeat the expected outcome of a repeat after the first call succeeded
 * @param extent the transactions that the write consists of
 */
record CutCase(String name, Function<Repositories, Write> given, Repeat repeat, Extent extent) {

  /** The transactions that a write consists of. */
  enum Extent {
    /** One transaction of the library. */
    WHOLE,
    /** Several transactions of the library, so the write may be partly done. */
    IN_PARTS,
    /** One transaction of the caller. */
    IN_TRANSACTION
  }

  /** The write itself, which may be called several times. */
  @FunctionalInterface
  interface Write {
    void by(Repositories all);

    /** Receives how many rows a call in chunks committed, so that a repeat can resume there. */
    default void endedAfter(long committedRows) {}
  }

  /**
   * The expected outcome of the second of two calls when the first has succeeded.
   *
   * @param mayBeMade whether the documentation allows a repeat without checking the first outcome
   * @param refusals the exceptions it may be refused with; if empty, it succeeds
   * @param addsNothing whether the stored rows are the same afterwards
   */
  record Repeat(
      boolean mayBeMade, List<Class<? extends ZkPersonaException>> refusals, boolean addsNothing) {

    /** Succeeds and changes nothing except, at most, times. */
    static final Repeat HARMLESS = new Repeat(true, List.of(), true);

    /** Does more of the same work, harmlessly. */
    static final Repeat GOES_ON = new Repeat(true, List.of(), false);

    /** Would take effect twice, so the caller must check the first outcome. */
    static final Repeat TWICE = new Repeat(false, List.of(), false);

    static Repeat refused(Class<? extends ZkPersonaException> refusal) {
      return refused(List.of(refusal));
    }

    static Repeat refused(List<Class<? extends ZkPersonaException>> refusals) {
      return new Repeat(true, refusals, true);
    }
  }

  static <T> CutCase step(
      String name,
      Function<Repositories, T> given,
      BiConsumer<Repositories, T> call,
      Repeat repeat) {
    return new CutCase(
        name,
        all -> {
          T subject = given.apply(all);
          return again -> call.accept(again, subject);
        },
        repeat,
        Extent.WHOLE);
  }

  /** Makes a case like {@link #step} from a call whose result is ignored. */
  static <T> CutCase call(
      String name,
      Function<Repositories, T> given,
      BiFunction<Repositories, T, ?> call,
      Repeat repeat) {
    return step(
        name,
        given,
        (all, subject) -> {
          Object unused = call.apply(all, subject);
        },
        repeat);
  }

  CutCase parted() {
    return new CutCase(name, given, repeat, Extent.IN_PARTS);
  }

  CutCase inTransaction() {
    return new CutCase(name + " in a transaction", given, repeat, Extent.IN_TRANSACTION);
  }

  boolean inParts() {
    return extent == Extent.IN_PARTS;
  }

  @Override
  public String toString() {
    return name;
  }
}
