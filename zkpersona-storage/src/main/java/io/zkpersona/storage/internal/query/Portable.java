package io.zkpersona.storage.internal.query;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.RollbackToSavepointStep;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * The methods of jOOQ whose parameter or result has another type in later versions: 3.21, which
 * Spring Boot 4.1 manages, is not binary compatible with 3.19 there. They are found by name.
 */
public final class Portable {

  private static final MethodHandle EXISTS = condition("exists");
  private static final MethodHandle NOT_EXISTS = condition("notExists");
  private static final MethodHandle BEGIN = command(DSL.class, "startTransaction");
  private static final MethodHandle COMMIT = command(DSL.class, "commit");
  private static final MethodHandle SAVEPOINT = command(DSL.class, "savepoint", String.class);
  private static final MethodHandle RELEASE = command(DSL.class, "releaseSavepoint", String.class);
  private static final MethodHandle ROLLBACK_TO =
      command(RollbackToSavepointStep.class, "toSavepoint", String.class);

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
    return handle(
        Arrays.stream(DSL.class.getMethods())
            .filter(
                method ->
                    method.getName().equals(name)
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isAssignableFrom(Select.class))
            .findFirst()
            .orElseThrow(() -> new LinkageError("jOOQ has no method " + name)),
        MethodType.methodType(Condition.class, Select.class));
  }

  private static MethodHandle command(Class<?> type, String name, Class<?>... parameters) {
    try {
      MethodType target = MethodType.methodType(Query.class, parameters);
      return handle(
          type.getMethod(name, parameters),
          type == DSL.class ? target : target.insertParameterTypes(0, type));
    } catch (NoSuchMethodException e) {
      throw new LinkageError("jOOQ has no method " + name, e);
    }
  }

  private static MethodHandle handle(Method method, MethodType target) {
    try {
      return MethodHandles.publicLookup().unreflect(method).asType(target);
    } catch (IllegalAccessException e) {
      throw new LinkageError("jOOQ's method " + method.getName() + " is not accessible", e);
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
