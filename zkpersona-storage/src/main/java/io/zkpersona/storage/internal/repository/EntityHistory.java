package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.Revision;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.error.HistoryUnavailableException;
import io.zkpersona.storage.error.HistoryUnavailableException.Reason;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.HistoryStatements.At;
import io.zkpersona.storage.internal.repository.HistoryStatements.Reads;
import io.zkpersona.storage.internal.repository.HistoryStatements.Span;
import io.zkpersona.storage.internal.repository.HistoryStatements.Version;
import io.zkpersona.storage.repository.change.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The history of one kind of entity. */
final class EntityHistory<E extends Entity<I>, I extends EntityId> implements History<E, I> {

  private final RepositoryContext context;
  private final EntityTable<E, I> entity;
  private final HistoryStatements<E, I> statements;

  EntityHistory(
      RepositoryContext context, EntityTable<E, I> entity, HistoryStatements<E, I> statements) {
    this.context = context;
    this.entity = entity;
    this.statements = statements;
  }

  @Override
  public Slice<Revision<E>> revisions(I id, SliceParams params) {
    Required.argument("id", id);
    ChangeColumns.requireNoSort(Required.argument("params", params));
    return Slices.read(
        context
            .cursors()
            .about(
                String.join(
                    "\n",
                    "history",
                    entity.table().getName(),
                    id.value().toString(),
                    params.order().name())),
        params,
        Instant.class,
        (from, order, rows) -> {
          // The version after a change is the one before the next change. A falling order begins
          // with that next one, or with the present row.
          boolean rising = order == SortOrder.ASCENDING;
          long first =
              from != null ? ChangeColumns.position(from) : rising ? 0 : HistoryStatements.PRESENT;
          Span<I> span = new Span<>(id, first, rows + 1L);
          return revisions(
              context.executor().list(statements.span(order), span),
              rising,
              from == null ? -1 : first);
        },
        (direction, revision) -> ChangeColumns.position(direction, revision.change()));
  }

  private List<Revision<E>> revisions(List<Version<E>> versions, boolean rising, long from) {
    List<Revision<E>> revisions = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      Change change = versions.get(i).change();
      if (change == null || change.position() == from) {
        continue;
      }
      int next = rising ? i + 1 : i - 1;
      E after =
          change.operation() == ChangeOperation.DELETE || next < 0 || next >= versions.size()
              ? null
              : versions.get(next).entity();
      revisions.add(new Revision<>(change, versions.get(i).entity(), after));
    }
    return revisions;
  }

  @Override
  public Optional<E> asOf(I id, Instant instant) {
    At<I> at = new At<>(Required.argument("id", id), Required.instant("instant", instant));
    Change last = null;
    for (Version<E> version : context.executor().list(statements.around, at)) {
      Change change = version.change();
      if (change != null && !change.at().isAfter(at.instant())) {
        last = change;
      } else {
        return until(version, at.instant());
      }
    }
    if (last == null || last.operation() == ChangeOperation.DELETE) {
      return Optional.empty();
    }
    throw notRecorded();
  }

  @Override
  public Stream<Revision<E>> stream() {
    return Revisions.of(context.executor().stream(statements.all, None.NONE));
  }

  @Override
  public long recordReads(Collection<I> ids) {
    List<I> read = Required.elements("ids", ids);
    ActorId actor = context.actor();
    if (actor == null) {
      throw new ValidationException(
          "actor", "nobody (expected: repositories.as(actorId), to tell who read the rows)");
    }
    return context.executor().first(statements.recordReads, new Reads<>(read, actor)).orElse(0L);
  }

  /** Returns the version that a change ended, or the present row, if it was there at an instant. */
  private Optional<E> until(Version<E> version, Instant instant) {
    Change change = version.change();
    if (change != null && change.operation() == ChangeOperation.INSERT) {
      return Optional.empty();
    }
    if (version.entity() == null) {
      throw new HistoryUnavailableException(
          Reason.ERASED,
          entity.entityType()
              + ": the version at this instant was removed by an erasure (expected: an instant after"
              + " "
              + Objects.requireNonNull(change).at()
              + ")");
    }
    AuditStamp stamp = version.entity().audit();
    if (!stamp.modifiedAt().isAfter(instant)) {
      return Optional.of(version.entity());
    }
    if (stamp.createdAt().isAfter(instant)) {
      return Optional.empty();
    }
    throw notRecorded();
  }

  private HistoryUnavailableException notRecorded() {
    return new HistoryUnavailableException(
        Reason.NOT_RECORDED,
        entity.entityType()
            + ": a change after this instant was not recorded (expected: an instant since which"
            + " changes are recorded; changes().recordings() lists them)");
  }
}
