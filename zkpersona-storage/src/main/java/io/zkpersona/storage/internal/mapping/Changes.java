package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.error.ValidationException;
import java.util.List;
import java.util.Objects;

/**
 * What an update may change: all but fixed columns, and not to a value that only older rows may
 * have. Immutable.
 *
 * @param <E> the entity
 */
public final class Changes<E> {

  private final List<Column<E, ?>> columns;
  private final List<Entrance<E, ?>> entrances;
  private final boolean hasFixed;

  Changes(List<Column<E, ?>> columns, List<Entrance<E, ?>> entrances) {
    this.columns = List.copyOf(columns);
    this.entrances = List.copyOf(entrances);
    this.hasFixed = columns.stream().anyMatch(column -> !column.isChangeable());
  }

  /**
   * Tells whether an update must read the stored row first: the new value could change a fixed
   * column, or contains a value that existing rows may keep but new rows may not have.
   */
  public boolean needStored(E changed) {
    if (hasFixed) {
      return true;
    }
    try {
      entrances.forEach(entrance -> entrance.check(changed));
      return false;
    } catch (ValidationException old) {
      return true;
    }
  }

  /**
   * Rejects a change of a fixed column, and a changed value that may be read but not newly stored.
   *
   * @throws ValidationException if there is such a component; the error names it
   */
  public void check(E stored, E changed) {
    check(columns, stored, changed);
  }

  /**
   * Checks some columns as {@link #check(Object, Object)} checks all.
   *
   * @throws ValidationException if there is such a component; the error names it
   */
  public void check(List<Column<E, ?>> compared, E stored, E changed) {
    for (Entrance<E, ?> entrance : entrances) {
      if (compared.contains(entrance.column()) && entrance.isChanged(stored, changed)) {
        entrance.check(changed);
      }
    }
    for (Column<E, ?> column : compared) {
      if (!column.isChangeable()
          && !Objects.equals(column.valueOf(stored), column.valueOf(changed))) {
        throw new ValidationException(
            column.component(), "changed (expected: the stored value, which no update changes)");
      }
    }
  }
}
