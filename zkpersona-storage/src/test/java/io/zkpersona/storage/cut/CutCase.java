package io.zkpersona.storage.cut;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.repository.Repositories;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A write that is cut off, made anew of the same stored rows each time.
 *
 * @param name of the method
 * @param given stores what it is about, and gives a writer of it
 * @param repeat what a repeat after its success comes to
 * @param extent of what transactions it consists
 */
record CutCase(String name, Function<Repositories, Write> given, Repeat repeat, Extent extent) {

  /** Of what transactions a write consists. */
  enum Extent {
    /** One of the library's own. */
    WHOLE,
    /** Several of the library's own, so that a part of it may be done. */
    IN_PARTS,
    /** One of the caller's. */
    IN_TRANSACTION
  }

  /** The write itself, which may be done several times. */
  @FunctionalInterface
  interface Write {
    void by(Repositories all);

    /** Hears how far a call that commits in chunks came, to go on from there when made again. */
    default void endedAfter(long committedRows) {}
  }

  /**
   * What the second of two calls does when the first has succeeded.
   *
   * @param mayBeMade whether it is documented to be made without a look at what became of the first
   * @param refusals what it is refused with; if empty it succeeds
   * @param addsNothing whether what is stored is the same after it
   */
  record Repeat(
      boolean mayBeMade, List<Class<? extends ZkPersonaException>> refusals, boolean addsNothing) {

    /** Succeeds and changes nothing, or nothing but times. */
    static final Repeat HARMLESS = new Repeat(true, List.of(), true);

    /** Does more of the same, which does no harm. */
    static final Repeat GOES_ON = new Repeat(true, List.of(), false);

    /** Would do it twice, so that one has to look first. */
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

  /** As {@link #step}, of a call whose result is not looked at. */
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
