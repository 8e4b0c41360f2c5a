package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import java.util.List;
import java.util.Set;

/** Chooses the columns that an upsert sets in a stored row. */
public final class UpsertedColumns {

  private UpsertedColumns() {}

  /**
   * Returns the columns of the chosen components, or all that an upsert may set if none is chosen;
   * always includes the modifier.
   *
   * @throws ValidationException if a name is not a component, or one that no upsert sets
   */
  public static <E extends Entity<I>, I extends EntityId> List<Column<E, ?>> of(
      EntityTable<E, I> entity, Set<String> chosen) {
    if (chosen.isEmpty()) {
      return entity.upsertable();
    }
    Column<E, ?> modifiedBy = entity.audit().modifiedBy();
    List<String> names =
        entity.upsertable().stream()
            .filter(column -> column != modifiedBy)
            .map(Column::component)
            .distinct()
            .toList();
    for (String name : chosen) {
      if (!names.contains(name)) {
        throw new ValidationException(
            "updating",
            reason(entity, name) + " (expected: some of " + String.join(", ", names) + ")");
      }
    }
    return entity.upsertable().stream()
        .filter(column -> column == modifiedBy || chosen.contains(column.component()))
        .toList();
  }

  private static <E extends Entity<?>> String reason(EntityTable<E, ?> entity, String name) {
    if (isIn(entity.lifecycle(), name)) {
      return name + ", which only lifecycle transitions and updates change";
    }
    return isIn(entity.columns(), name)
        ? name + ", which no upsert changes"
        : "not a component of " + entity.entityType();
  }

  private static <E> boolean isIn(List<Column<E, ?>> columns, String name) {
    return columns.stream().anyMatch(column -> column.component().equals(name));
  }
}
