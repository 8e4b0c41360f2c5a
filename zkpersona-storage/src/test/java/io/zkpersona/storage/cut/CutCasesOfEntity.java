package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.Repeat.TWICE;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.access.PermissionFixture;
import io.zkpersona.storage.access.RoleFixture;
import io.zkpersona.storage.auth.AuthSessionFixture;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.behavior.BehaviorSessionFixture;
import io.zkpersona.storage.cut.CutCase.Repeat;
import io.zkpersona.storage.proof.ZkProofFixture;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.change.History;
import io.zkpersona.storage.repository.change.HistoryOf;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.reputation.ReputationRecordFixture;
import io.zkpersona.storage.scoring.ScoringResultFixture;
import io.zkpersona.storage.sponsorship.SponsorFixture;
import io.zkpersona.storage.sponsorship.SponsoredTransactionFixture;
import io.zkpersona.storage.user.UserFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The writes and reads that every entity repository has. */
final class CutCasesOfEntity<E extends Record & Entity<I>, I extends EntityId, F extends Record> {

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

  /** Two stored entities and two that are not stored. */
  private record Rows<E>(E first, E second, E fresh, E other) {}

  private final EntityFixture<E, I, F> fixture;
  private final List<CutCase> cases = new ArrayList<>();

  private CutCasesOfEntity(EntityFixture<E, I, F> fixture) {
    this.fixture = fixture;
  }

  public static <E extends Record & Entity<I>, I extends EntityId, F extends Record>
      Stream<CutCase> of(EntityFixture<E, I, F> fixture) {
    return new CutCasesOfEntity<>(fixture).cases().stream();
  }

  /** Returns the cases of every entity except users. */
  public static Stream<CutCase> others() {
    return withoutUsers().flatMap(entity -> entity.cases().stream());
  }

  /** Returns the reads that every repository has. */
  static Stream<CutCase> reads() {
    return Stream.concat(Stream.of(new CutCasesOfEntity<>(new UserFixture())), withoutUsers())
        .flatMap(entity -> entity.ownReads().stream());
  }

  private static Stream<CutCasesOfEntity<?, ?, ?>> withoutUsers() {
    return Stream.of(
        new CutCasesOfEntity<>(new BehaviorSessionFixture()),
        new CutCasesOfEntity<>(new BehaviorInputFixture()),
        new CutCasesOfEntity<>(new ScoringResultFixture()),
        new CutCasesOfEntity<>(new ZkProofFixture()),
        new CutCasesOfEntity<>(new ReputationRecordFixture()),
        new CutCasesOfEntity<>(new RoleFixture()),
        new CutCasesOfEntity<>(new PermissionFixture()),
        new CutCasesOfEntity<>(new SponsorFixture()),
        new CutCasesOfEntity<>(new SponsoredTransactionFixture()),
        new CutCasesOfEntity<>(new AuthSessionFixture()));
  }

  private List<CutCase> ownReads() {
    PaginationParams page = PaginationParams.firstPage();
    SliceParams slice = SliceParams.firstSlice();
    read("findById", (on, rows) -> on.findById(rows.first().id()));
    read("getById", (on, rows) -> on.getById(rows.first().id()));
    read("existsById", (on, rows) -> on.existsById(rows.first().id()));
    read("findAllById", (on, rows) -> on.findAllById(List.of(rows.first().id())));
    read("streamAllById", (on, rows) -> all(on.streamAllById(List.of(rows.first().id()))));
    read("findAll", (on, rows) -> on.findAll());
    read("count", (on, rows) -> on.count());
    read("stream", (on, rows) -> all(on.stream()));
    read("history", (on, rows) -> history(on).revisions(rows.first().id(), slice));
    read("history stream", (on, rows) -> all(history(on).stream()));
    read("history asOf", (on, rows) -> history(on).asOf(rows.first().id(), Instant.now()));
    readLists("find", (on, rows) -> on.find(filter(rows.first())));
    readLists("count by filter", (on, rows) -> on.count(filter(rows.first())));
    readLists("stream by filter", (on, rows) -> all(on.stream(filter(rows.first()))));
    readLists("findPage", (on, rows) -> on.findPage(page));
    readLists(
        "findPage by filter, total",
        (on, rows) -> on.findPage(filter(rows.first()), page.withTotal()));
    readLists("findSlice", (on, rows) -> on.findSlice(slice));
    readLists("findSlice by filter", (on, rows) -> on.findSlice(filter(rows.first()), slice));
    return cases;
  }

  @SuppressWarnings("unchecked") // each repository has the history of its own entities
  private static <E extends Entity<I>, I extends EntityId> History<?, I> history(
      Repository<E, I> repository) {
    return ((HistoryOf<?, I>) repository).history();
  }

  private static <T> List<T> all(Stream<T> rows) {
    try (rows) {
      return rows.toList();
    }
  }

  private void read(String name, BiFunction<Repository<E, I>, Rows<E>, ?> call) {
    cases.add(
        CutCase.call(
            fixture + " " + name,
            this::stored,
            (all, rows) -> call.apply(fixture.repository(all), rows),
            HARMLESS));
  }

  private void readLists(
      String name, BiFunction<FilterablePaginatedRepository<?, F>, Rows<E>, ?> call) {
    cases.add(
        CutCase.call(
            fixture + " " + name,
            this::stored,
            (all, rows) -> call.apply(fixture.lists(all), rows),
            HARMLESS));
  }

  private List<CutCase> cases() {
    BulkOptions atomic = BulkOptions.atomic();
    Repeat again = fixture.type.equals(ZkProof.class) ? TAKEN : TWICE;
    ActorId reader = new ActorId(fixture.newId.get().value());
    cases.add(
        CutCase.call(
            fixture + " history recordReads",
            this::stored,
            (all, rows) ->
                history(fixture.repository(all.as(reader))).recordReads(List.of(rows.first().id())),
            Repeat.GOES_ON));
    add("save", (on, rows) -> on.save(rows.fresh()), TAKEN);
    add("create", (on, rows) -> on.create(fixture.createRequest(rows.fresh())), again);
    add("saveAll", (on, rows) -> on.saveAll(List.of(rows.fresh(), rows.other())), TAKEN);
    add(
        "createAll",
        (on, rows) ->
            on.createAll(
                List.of(fixture.createRequest(rows.fresh()), fixture.createRequest(rows.other()))),
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
        (on, rows) -> on.createAll(List.of(fixture.createRequest(rows.fresh())), atomic),
        again);
    add("update", (on, rows) -> on.update(fixture.changed(rows.first(), rows.other())), STALE);
    add(
        "update by function",
        (on, rows) -> on.update(rows.first().id(), stored -> fixture.changed(stored, rows.other())),
        HARMLESS);
    add(
        "updateAll",
        (on, rows) -> on.updateAll(List.of(fixture.changed(rows.first(), rows.other())), atomic),
        STALE);
    add(
        "upsertAll",
        (on, rows) ->
            on.upsertAll(
                List.of(
                    fixture.changed(rows.first(), rows.other()),
                    fixture.withAudit(rows.fresh(), AuditStamp.unsaved())),
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

  /** Returns a filter by the entity's own values or, if the filter has none, by its time. */
  private F filter(E one) {
    F whole = fixture.filter(one, one);
    F unbounded =
        Components.only(
            whole,
            Components.names(whole.getClass()).stream()
                .filter(name -> !fixture.range().contains(name))
                .toList());
    return fixture.saysNothing(unbounded)
        ? Components.only(whole, fixture.range().subList(0, 1))
        : unbounded;
  }

  private void add(String name, BiConsumer<Repository<E, I>, Rows<E>> call, Repeat repeat) {
    cases.add(
        CutCase.step(
            fixture + " " + name,
            this::stored,
            (all, rows) -> call.accept(fixture.repository(all), rows),
            repeat));
  }

  private void lists(String name, BiConsumer<FilterablePaginatedRepository<E, F>, Rows<E>> call) {
    cases.add(
        CutCase.step(
            fixture + " " + name,
            this::stored,
            (all, rows) -> call.accept(fixture.filterable(all), rows),
            HARMLESS));
  }

  private Rows<E> stored(Repositories all) {
    Draw draw = new Draw(SEED, new References(all, fixture.fixturesBefore()));
    if (fixture.type.equals(SponsoredTransaction.class)) {
      draw.references().accounts.add(CutFixture.account(all));
    }
    Function<E, E> save = fixture.repository(all)::save;
    return new Rows<>(
        save.apply(fixture.random(draw)),
        save.apply(fixture.random(draw)),
        fixture.random(draw),
        fixture.random(draw));
  }
}
