package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.id.ActorId;
import java.time.Instant;
import java.util.function.BiFunction;

/** The four audit columns, read and written together. */
public record AuditColumns<E>(
    Column<E, ActorId> createdBy,
    Column<E, Instant> createdAt,
    Column<E, ActorId> modifiedBy,
    Column<E, Instant> modifiedAt,
    BiFunction<E, AuditStamp, E> replace) {

  /** Reads the stamp of a row. */
  public AuditStamp read(Row row) {
    return new AuditStamp(
        row.getNullable(createdBy),
        row.get(createdAt),
        row.getNullable(modifiedBy),
        row.get(modifiedAt));
  }

  boolean isOne(Column<E, ?> column) {
    return column == createdBy
        || column == createdAt
        || column == modifiedBy
        || column == modifiedAt;
  }
}
