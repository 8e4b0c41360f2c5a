package io.zkpersona.storage.internal.query;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.RollbackToSavepointStep;
import org.jooq.RowCountQuery;
import org.jooq.Select;
import org.jooq.TableLike;
import org.jooq.impl.DSL;

/**
 * The methods of jOOQ whose parameter or result has another type in later versions: 3.21, which
 * Spring Boot 4.1 manages, is not binary compatible with 3.19 there. Both are looked for.
 */
public final class Portable {

  private static final Lookup LOOKUP = MethodHandles.publicLookup();

  private static final MethodHandle EXISTS = condition("exists");
  private static final MethodHandle NOT_EXISTS = condition("notExists");
  private static final MethodHandle BEGIN = command("startTransaction");
  private static final MethodHandle COMMIT = command("commit");
  private static final MethodHandle SAVEPOINT = command("savepoint", String.class);
  private static final MethodHandle RELEASE = command("releaseSavepoint", String.class);
  private static final MethodHandle ROLLBACK_TO = rollbackToSavepoint();

  private Portable() {}

  /** Holds if {@code select} returns a row. */
  public static Condition exists(Select<?> select) {
    return call(() -> (Condition) EXISTS.invokeExact(select));
  }

  /** Holds if {@code select} returns no row. */
  public static Condition notExists(Select<?> select) {
    return call(() -> (Condition) NOT_EXISTS.invokeExact(select));
  }

  /** Begins a transaction. */
  public static Query begin() {
    return call(() -> (Query) BEGIN.invokeExact());
  }

  /** Commits a transaction. */
  public static Query commit() {
    return call(() -> (Query) COMMIT.invokeExact());
  }

  /** Sets a savepoint. */
  public static Query savepoint(String name) {
    return call(() -> (Query) SAVEPOINT.invokeExact(name));
  }

  /** Releases a savepoint. */
  public static Query releaseSavepoint(String name) {
    return call(() -> (Query) RELEASE.invokeExact(name));
  }

  /** Rolls back to a savepoint. */
  public static Query rollbackTo(String name) {
    RollbackToSavepointStep rollback = DSL.rollback();
    return call(() -> (Query) ROLLBACK_TO.invokeExact(rollback, name));
  }

  private static MethodHandle condition(String name) {
    MethodType target = MethodType.methodType(Condition.class, Select.class);
    return find(
        () -> LOOKUP.findStatic(DSL.class, name, target),
        () ->
            LOOKUP
                .findStatic(DSL.class, name, target.changeParameterType(0, TableLike.class))
                .asType(target));
  }

  private static MethodHandle command(String name, Class<?>... parameters) {
    MethodType target = MethodType.methodType(Query.class, parameters);
    return find(
        () -> LOOKUP.findStatic(DSL.class, name, target),
        () ->
            LOOKUP
                .findStatic(DSL.class, name, target.changeReturnType(RowCountQuery.class))
                .asType(target));
  }

  private static MethodHandle rollbackToSavepoint() {
    Class<?> step = RollbackToSavepointStep.class;
    MethodType method = MethodType.methodType(Query.class, String.class);
    MethodType target = method.insertParameterTypes(0, step);
    return find(
        () -> LOOKUP.findVirtual(step, "toSavepoint", method),
        () ->
            LOOKUP
                .findVirtual(step, "toSavepoint", method.changeReturnType(RowCountQuery.class))
                .asType(target));
  }

  private interface Found {
    MethodHandle get() throws NoSuchMethodException, IllegalAccessException;
  }

  /**
   * Looks for a method by its exact types, since reflection on jOOQ's classes takes a start long.
   */
  private static MethodHandle find(Found compiled, Found later) {
    try {
      return compiled.get();
    } catch (NoSuchMethodException e) {
      try {
        return later.get();
      } catch (NoSuchMethodException | IllegalAccessException unknown) {
        throw new LinkageError("jOOQ has neither method that this library knows", unknown);
      }
    } catch (IllegalAccessException e) {
      throw new LinkageError("jOOQ's method is not accessible", e);
    }
  }

  private interface Call<T> {
    T run() throws Throwable;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
