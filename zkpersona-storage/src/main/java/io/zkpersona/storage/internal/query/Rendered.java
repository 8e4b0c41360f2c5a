package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.mapping.RowReader;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement rendered once: its text, how each bind position is filled, and how a row is read.
 * Immutable. The same text reaches the driver each time, so that the server keeps its plan.
 *
 * @param <P> the values of a call
 * @param <R> the value of a row
 */
public final class Rendered<P, R> {

  private final String sql;
  private final Parameters.Binder<? super P>[] binders;
  private final @Nullable RowReader<R> reader;
  private final int parts;
  private final boolean atomic;
  private final boolean delete;
  private final boolean write;
  private final boolean plannedEachTime;
  private final boolean auxiliary;
  private final Set<CacheKind> touched;
  private final @Nullable Concern<P> concern;

  /** Finds the user whose rows a call changes; null if there is none. */
  interface Concern<P> {

    @Nullable UserId of(P values, Lookup lookup) throws SQLException;
  }

  /** Runs a statement that finds a user. */
  @FunctionalInterface
  public interface Lookup {

    /** Returns the first row; null if there is none. */
    <Q> @Nullable UserId first(Rendered<Q, UserId> statement, Q values) throws SQLException;
  }

  @SuppressWarnings("unchecked") // an array of binders for these values
  Rendered(
      Statement<P, R> statement,
      List<String> parts,
      List<Parameters.Binder<? super P>> binders,
      @Nullable RowReader<R> reader,
      boolean delete,
      boolean write,
      Set<CacheKind> touched,
      @Nullable Concern<P> concern) {
    this.sql = String.join("; ", parts);
    this.binders = (Parameters.Binder<? super P>[]) binders.toArray(Parameters.Binder<?>[]::new);
    this.reader = reader;
    this.parts = parts.size();
    this.atomic = statement.isAtomic();
    this.delete = delete || statement.has(Statement.Trait.REMOVING);
    this.write = write || this.delete || statement.has(Statement.Trait.WRITING);
    this.plannedEachTime = statement.has(Statement.Trait.PLANNED_EACH_TIME);
    this.auxiliary = statement.has(Statement.Trait.AUXILIARY);
    this.touched = Set.copyOf(touched);
    this.concern = concern;
  }

  private Rendered(Rendered<P, R> template, String sql) {
    this.sql = sql;
    this.binders = template.binders;
    this.reader = template.reader;
    this.parts = template.parts;
    this.atomic = template.atomic;
    this.delete = template.delete;
    this.write = template.write;
    this.plannedEachTime = template.plannedEachTime;
    this.auxiliary = template.auxiliary;
    this.touched = template.touched;
    // It would look up the owner by the template's text.
    this.concern = null;
  }

  /** Returns this statement with another text, which binds and returns the same. */
  Rendered<P, R> withText(String text) {
    return new Rendered<>(this, text);
  }

  public String sql() {
    return sql;
  }

  /** Returns the number of results, one for each part; rows are in the last one. */
  public int parts() {
    return parts;
  }

  /** Tells whether a failure inside a transaction undoes the statement and nothing else. */
  public boolean isAtomic() {
    return atomic;
  }

  /**
   * Tells whether it deletes, so that a foreign key violation means that other rows refer to the
   * deleted one.
   */
  public boolean isDelete() {
    return delete;
  }

  /** Tells whether it may change stored data. */
  public boolean isWrite() {
    return write;
  }

  /** Tells whether the server is to plan it for the values of each call. */
  public boolean isPlannedEachTime() {
    return plannedEachTime;
  }

  /** Tells whether its rows are not those of its operation. */
  public boolean isAuxiliary() {
    return auxiliary;
  }

  /** Returns the kinds of cached values that it may change. */
  public Set<CacheKind> touched() {
    return touched;
  }

  /**
   * Returns the cached values that a call may change: those of one user if it concerns one, else
   * those of all.
   */
  public Set<CacheSubject> touched(P values, Lookup lookup) throws SQLException {
    UserId user = null;
    if (concern != null) {
      user = concern.of(values, lookup);
      if (user == null) {
        return Set.of();
      }
    }
    return subjects(user);
  }

  /** Returns the cached values of all users that it may change. */
  public Set<CacheSubject> touchedOfAll() {
    return subjects(null);
  }

  private Set<CacheSubject> subjects(@Nullable UserId user) {
    Set<CacheSubject> subjects = new HashSet<>();
    touched.forEach(kind -> subjects.add(new CacheSubject(kind, user)));
    return subjects;
  }

  /** Binds the values of a call. */
  public void bind(PreparedStatement statement, P values) throws SQLException {
    for (int i = 0; i < binders.length; i++) {
      binders[i].bind(statement, i + 1, values);
    }
  }

  /** Reads a row. */
  public R read(Row row) {
    if (reader == null) {
      throw new IllegalStateException("a statement that returns no rows was read");
    }
    return row.as(reader);
  }
}
