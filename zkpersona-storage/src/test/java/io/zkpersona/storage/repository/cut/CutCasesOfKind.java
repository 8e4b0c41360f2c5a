package io.zkpersona.storage.repository.cut;

import io.zkpersona.storage.access.PermissionKind;
import io.zkpersona.storage.access.RoleKind;
import io.zkpersona.storage.auth.AuthSessionKind;
import io.zkpersona.storage.behavior.BehaviorInputKind;
import io.zkpersona.storage.behavior.BehaviorSessionKind;
import io.zkpersona.storage.proof.ZkProofKind;
import io.zkpersona.storage.repository.BulkOptions;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.GatherOptions;
import io.zkpersona.storage.repository.GatheringWriter;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityKind;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.reputation.ReputationRecordKind;
import io.zkpersona.storage.scoring.ScoringResultKind;
import io.zkpersona.storage.sponsorship.SponsorKind;
import io.zkpersona.storage.sponsorship.SponsoredTransactionKind;

import static io.zkpersona.storage.repository.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.repository.cut.CutCase.Repeat.TWICE;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.DuplicateStatementException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.SessionNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.storage.repository.cut.CutCase.Repeat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The writes that every repository of single entities has. */
final class CutCasesOfKind<E extends Record & Entity<I>, I extends EntityId, F extends Record> {

  private static final long SEED = 20_261_129;
  private static final Repeat TAKEN =
      Repeat.refused(List.of(DuplicateEntityException.class, DuplicateStatementException.class));
  private static final Repeat STALE = Repeat.refused(StaleEntityException.class);
  private static final Repeat GONE =
      Repeat.refused(
          List.of(
              EntityNotFoundException.class,
              UserNotFoundException.class,
              SessionNotFoundException.class));

  /** Two entities that are stored, and two that are not. */
  private record Rows<E>(E first, E second, E fresh, E other) {}

  private final EntityKind<E, I, F> kind;
  private final List<CutCase> cases = new ArrayList<>();

  private CutCasesOfKind(EntityKind<E, I, F> kind) {
    this.kind = kind;
  }

  public static <E extends Record & Entity<I>, I extends EntityId, F extends Record> Stream<CutCase> of(
      EntityKind<E, I, F> kind) {
    return new CutCasesOfKind<>(kind).cases().stream();
  }

  /** Of all kinds but users. */
  public static Stream<CutCase> others() {
    return Stream.of(
            of(new BehaviorSessionKind()),
            of(new BehaviorInputKind()),
            of(new ScoringResultKind()),
            of(new ZkProofKind()),
            of(new ReputationRecordKind()),
            of(new RoleKind()),
            of(new PermissionKind()),
            of(new SponsorKind()),
            of(new SponsoredTransactionKind()),
            of(new AuthSessionKind()))
        .flatMap(cases -> cases);
  }

  private List<CutCase> cases() {
    BulkOptions atomic = BulkOptions.atomic();
    Repeat again = kind.type.equals(ZkProof.class) ? TAKEN : TWICE;
    add("save", (on, rows) -> on.save(rows.fresh()), TAKEN);
    add("create", (on, rows) -> on.create(kind.createRequest(rows.fresh())), again);
    add("saveAll", (on, rows) -> on.saveAll(List.of(rows.fresh(), rows.other())), TAKEN);
    add(
        "createAll",
        (on, rows) ->
            on.createAll(
                List.of(kind.createRequest(rows.fresh()), kind.createRequest(rows.other()))),
        again);
    add(
        "saveAll, any number",
        (on, rows) -> on.saveAll(List.of(rows.fresh(), rows.other()), atomic),
        TAKEN);
    add(
        "insertAbsent",
        (on, rows) -> on.insertAbsent(List.of(rows.first(), rows.fresh(), rows.other()), atomic),
        HARMLESS);
    add(
        "createAll, any number",
        (on, rows) -> on.createAll(List.of(kind.createRequest(rows.fresh())), atomic),
        again);
    add(
        "gathering",
        (on, rows) -> {
          try (GatheringWriter<E, I> writer = on.gathering(GatherOptions.defaults())) {
            writer.save(rows.fresh());
          }
        },
        TAKEN);
    add("update", (on, rows) -> on.update(kind.changed(rows.first(), rows.other())), STALE);
    add(
        "update by request",
        (on, rows) -> on.update(rows.first().id(), stored -> kind.changed(stored, rows.other())),
        HARMLESS);
    add(
        "updateAll",
        (on, rows) -> on.updateAll(List.of(kind.changed(rows.first(), rows.other())), atomic),
        STALE);
    add(
        "upsertAll",
        (on, rows) ->
            on.upsertAll(
                List.of(
                    kind.changed(rows.first(), rows.other()),
                    kind.withAudit(rows.fresh(), AuditStamp.unsaved())),
                atomic),
        HARMLESS);
    add("deleteById", (on, rows) -> on.deleteById(rows.first().id()), GONE);
    add(
        "deleteAllById",
        (on, rows) -> on.deleteAllById(List.of(rows.first().id(), rows.fresh().id()), atomic),
        HARMLESS);
    lists("delete", (on, rows) -> on.delete(filter(rows.first())));
    lists("deleteEverything", (on, rows) -> on.deleteEverything());
    return cases;
  }

  /** What it says of an entity itself or, where that is nothing, of its time. */
  private F filter(E one) {
    F whole = kind.filter(one, one);
    F unbounded =
        Components.only(
            whole,
            Components.names(whole.getClass()).stream()
                .filter(name -> !kind.range().contains(name))
                .toList());
    return kind.saysNothing(unbounded)
        ? Components.only(whole, kind.range().subList(0, 1))
        : unbounded;
  }

  private void add(String name, BiConsumer<Repository<E, I>, Rows<E>> call, Repeat repeat) {
    cases.add(
        CutCase.step(
            kind + " " + name,
            this::stored,
            (all, rows) -> call.accept(kind.repository(all), rows),
            repeat));
  }

  private void lists(String name, BiConsumer<FilterablePaginatedRepository<E, F>, Rows<E>> call) {
    cases.add(
        CutCase.step(
            kind + " " + name,
            this::stored,
            (all, rows) -> call.accept(kind.filterable(all), rows),
            HARMLESS));
  }

  private Rows<E> stored(Repositories all) {
    Draw draw = new Draw(SEED, new References(all, kind.kindsBefore()));
    if (kind.type.equals(SponsoredTransaction.class)) {
      draw.references().accounts.add(CutFixture.account(all));
    }
    Function<E, E> save = kind.repository(all)::save;
    return new Rows<>(
        save.apply(kind.random(draw)),
        save.apply(kind.random(draw)),
        kind.random(draw),
        kind.random(draw));
  }
}
