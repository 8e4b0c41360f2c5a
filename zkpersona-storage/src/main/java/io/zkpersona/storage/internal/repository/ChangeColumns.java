package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.Changes.CHANGES;
import static org.jooq.impl.DSL.field;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.CursorCodec.Direction;
import io.zkpersona.storage.internal.query.CursorCodec.Position;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.StatementParts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The columns of {@code changes} that a {@link Change} is read from. */
public final class ChangeColumns {

  /** The position, as the select list names it. */
  static final Field<Long> POSITION = named(CHANGES.POSITION);

  private static final Field<Instant> CHANGED_AT = named(CHANGES.CHANGED_AT);
  private static final Field<ChangeOperation> OPERATION = named(CHANGES.OPERATION);
  private static final Field<ChangedEntity> ENTITY = named(CHANGES.ENTITY);
  private static final Field<UUID> ENTITY_ID = named(CHANGES.ENTITY_ID);
  private static final Field<UUID> SECOND_ID = named(CHANGES.SECOND_ID);
  private static final Field<UserId> USER_ID = named(CHANGES.USER_ID);
  private static final Field<ActorId> ACTOR_ID = named(CHANGES.ACTOR_ID);
  private static final Field<Boolean> ERASED = field(CHANGES.SALT.isNull()).as("change_erased");

  /** The select list. Its names are unlike those of an entity's columns. */
  public static final List<Field<?>> FIELDS =
      List.of(
          POSITION, CHANGED_AT, OPERATION, ENTITY, ENTITY_ID, SECOND_ID, USER_ID, ACTOR_ID, ERASED);

  private ChangeColumns() {}

  /** Returns the position of a change, from which a cursor leads on. */
  public static Position position(Direction direction, Change change) {
    return new Position(direction, change.at(), new UUID(0, change.position()));
  }

  /** Returns the position of the change at which a cursor stands. */
  public static long position(Position cursor) {
    return cursor.id().getLeastSignificantBits();
  }

  /** Rejects a sort column: changes have one order. */
  public static void requireNoSort(SliceParams params) {
    if (params.sortBy() != null) {
      throw new ValidationException(
          "sortBy", "a column (expected: null, since changes are sorted by their order)");
    }
  }

  /** Adds the columns to a statement's result. */
  public static RowReader<Change> reader(Results<?> out) {
    return reader(out, (Table<?>) null);
  }

  /**
   * Adds the columns to a statement's result.
   *
   * @param part a part of the statement that selects {@link #FIELDS}; null if the statement does
   */
  static RowReader<Change> reader(Results<?> out, @Nullable Table<?> part) {
    var position = out.column(of(part, POSITION));
    var at = out.column(of(part, CHANGED_AT));
    var operation = out.column(of(part, OPERATION));
    var entity = out.column(of(part, ENTITY));
    var entityId = out.column(of(part, ENTITY_ID));
    var secondId = out.column(of(part, SECOND_ID));
    var userId = out.column(of(part, USER_ID));
    var actorId = out.column(of(part, ACTOR_ID));
    var erased = out.column(of(part, ERASED));
    return row ->
        new Change(
            row.get(position),
            row.get(at),
            row.get(operation),
            row.get(entity),
            row.getNullable(entityId),
            row.getNullable(secondId),
            row.getNullable(userId),
            row.getNullable(actorId),
            row.get(erased));
  }

  private static <T> Field<T> named(Field<T> column) {
    return column.as("change_" + column.getName());
  }

  private static <T> Field<T> of(@Nullable Table<?> part, Field<T> column) {
    return part == null ? column : StatementParts.columnOf(part, column);
  }
}
