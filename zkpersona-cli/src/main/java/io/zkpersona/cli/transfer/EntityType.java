package io.zkpersona.cli.transfer;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.storage.repository.FilterableRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An entity that can be exported, imported and counted. Immutable and thread-safe.
 *
 * @param <E> the entity type
 * @param <F> its filter type
 */
public final class EntityType<E extends Entity<?>, F> {

  private static final int ROWS = 1_000;

  /** A proof and its key take kilobytes. */
  private static final int PROOFS = 100;

  private static final List<EntityType<?, ?>> ALL =
      List.of(
          of("users", User.class, UserFilter.class, Repositories::users, Repositories::users),
          of("roles", Role.class, RoleFilter.class, Repositories::roles, Repositories::roles),
          of(
              "permissions",
              Permission.class,
              PermissionFilter.class,
              Repositories::permissions,
              Repositories::permissions),
          of(
              "sign-in-sessions",
              AuthSession.class,
              AuthSessionFilter.class,
              Repositories::authSessions,
              Repositories::authSessions),
          of(
              "sessions",
              BehaviorSession.class,
              BehaviorSessionFilter.class,
              Repositories::behaviorSessions,
              Repositories::behaviorSessions),
          of(
              "inputs",
              BehaviorInput.class,
              BehaviorInputFilter.class,
              Repositories::behaviorInputs,
              Repositories::behaviorInputs),
          of(
              "scores",
              ScoringResult.class,
              ScoringResultFilter.class,
              Repositories::scoringResults,
              Repositories::scoringResults),
          new EntityType<>(
              "proofs",
              Shape.of(ZkProof.class),
              Shape.of(ZkProofFilter.class),
              Repositories::zkProofs,
              ProofRows::stream,
              (all, filter) -> all.zkProofs().headers().count(filter),
              PROOFS),
          of(
              "reputations",
              ReputationRecord.class,
              ReputationFilter.class,
              Repositories::reputationRecords,
              Repositories::reputationRecords),
          of(
              "sponsors",
              Sponsor.class,
              SponsorFilter.class,
              Repositories::sponsors,
              Repositories::sponsors),
          of(
              "sponsored-transactions",
              SponsoredTransaction.class,
              SponsoredTransactionFilter.class,
              Repositories::sponsoredTransactions,
              Repositories::sponsoredTransactions));

  private final String name;
  private final Shape<E> shape;
  private final Shape<F> filterShape;
  private final Function<Repositories, Repository<E, ?>> repository;
  private final BiFunction<Repositories, F, Stream<E>> stream;
  private final BiFunction<Repositories, F, Long> count;
  private final int chunkRows;

  private EntityType(
      String name,
      Shape<E> shape,
      Shape<F> filterShape,
      Function<Repositories, Repository<E, ?>> repository,
      BiFunction<Repositories, F, Stream<E>> stream,
      BiFunction<Repositories, F, Long> count,
      int chunkRows) {
    this.name = name;
    this.shape = shape;
    this.filterShape = filterShape;
    this.repository = repository;
    this.stream = stream;
    this.count = count;
    this.chunkRows = chunkRows;
  }

  private static <E extends Entity<?>, F> EntityType<E, F> of(
      String name,
      Class<E> entity,
      Class<F> filter,
      Function<Repositories, Repository<E, ?>> repository,
      Function<Repositories, FilterableRepository<E, F>> filterable) {
    return new EntityType<>(
        name,
        Shape.of(entity),
        Shape.of(filter),
        repository,
        (all, by) -> filterable.apply(all).stream(by),
        (all, by) -> filterable.apply(all).count(by),
        ROWS);
  }

  /** Returns all entities, those first that others refer to. */
  public static List<EntityType<?, ?>> all() {
    return ALL;
  }

  /** Returns the names of all entities. */
  public static List<String> names() {
    return ALL.stream().<String>map(EntityType::name).toList();
  }

  /**
   * Looks up an entity.
   *
   * @param name its name
   * @return the entity; empty if the name is unknown
   */
  public static Optional<EntityType<?, ?>> named(String name) {
    return ALL.stream()
        .<EntityType<?, ?>>map(type -> type)
        .filter(type -> type.name.equals(name))
        .findFirst();
  }

  /** Returns the name on the command line and in files. */
  public String name() {
    return name;
  }

  /**
   * Counts all stored entities; soft-deleted users are not counted.
   *
   * @param all the repositories
   */
  public long count(Repositories all) {
    return count.apply(
        all, filterShape.create(Collections.nCopies(filterShape.members().size(), null)));
  }

  /** Returns the number of rows that an import commits at once, unless told otherwise. */
  public int chunkRows() {
    return chunkRows;
  }

  Shape<E> shape() {
    return shape;
  }

  Shape<F> filterShape() {
    return filterShape;
  }

  Repository<E, ?> repository(Repositories all) {
    return repository.apply(all);
  }

  Stream<E> stream(Repositories all, F filter) {
    return stream.apply(all, filter);
  }
}
