package io.zkpersona.domain;

import io.zkpersona.domain.Components.Slot;
import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.UpdatePermissionRequest;
import io.zkpersona.domain.access.UpdateRoleRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.behavior.UpdateBehaviorInputRequest;
import io.zkpersona.domain.behavior.UpdateBehaviorSessionRequest;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.UpdateZkProofRequest;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.CreateReputationRecordRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.UpdateReputationRecordRequest;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.UpdateScoringResultRequest;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.UpdateSponsorRequest;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.UpdateUserRequest;
import io.zkpersona.domain.user.User;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Describes the entities for tests that cover each of them. A new entity needs one more line here
 * and one more sample.
 */
public record EntityKind<E extends Record & Entity<?>>(
    Class<E> type,
    IntFunction<E> sample,
    UnaryOperator<E> rebuilt,
    Class<? extends Record> create,
    Class<? extends Record> update,
    Supplier<? extends UpdateRequest<E>> keepAll,
    UnaryOperator<E> atFirst) {

  /** Describes an entity whose components can all be given and changed by requests. */
  EntityKind(
      Class<E> type,
      IntFunction<E> sample,
      UnaryOperator<E> rebuilt,
      Class<? extends Record> create,
      Class<? extends Record> update,
      Supplier<? extends UpdateRequest<E>> keepAll) {
    this(type, sample, rebuilt, create, update, keepAll, entity -> entity);
  }

  private static final Map<Class<?>, Set<String>> BY_STEPS =
      Map.of(
          User.class,
          Set.of("status"),
          BehaviorInput.class,
          Set.of("externalKey"),
          Sponsor.class,
          Set.of("status"),
          ZkProof.class,
          Set.of(
              "userId",
              "proofData",
              "verificationKey",
              "publicSignals",
              "protocol",
              "circuitName",
              "circuitVersion",
              "verificationStatus",
              "verifiedAt",
              "verifierId",
              "blockchainNetwork",
              "transactionHash",
              "blockNumber",
              "gasUsed"));

  /**
   * Returns the components that no request changes, only explicit steps of the repository, or
   * nothing.
   */
  public Set<String> bySteps() {
    return BY_STEPS.getOrDefault(type, Set.of());
  }

  /** Returns all entities. */
  public static Stream<EntityKind<?>> all() {
    return Stream.of(
        new EntityKind<>(
            User.class,
            Samples::user,
            user -> user.toBuilder().build(),
            CreateUserRequest.class,
            UpdateUserRequest.class,
            () -> UpdateUserRequest.builder().build()),
        new EntityKind<>(
            BehaviorSession.class,
            Samples::session,
            session -> session.toBuilder().build(),
            CreateBehaviorSessionRequest.class,
            UpdateBehaviorSessionRequest.class,
            () -> UpdateBehaviorSessionRequest.builder().build()),
        new EntityKind<>(
            BehaviorInput.class,
            Samples::input,
            input -> input.toBuilder().build(),
            CreateBehaviorInputRequest.class,
            UpdateBehaviorInputRequest.class,
            () -> UpdateBehaviorInputRequest.builder().build()),
        new EntityKind<>(
            ScoringResult.class,
            Samples::score,
            score -> score.toBuilder().build(),
            CreateScoringResultRequest.class,
            UpdateScoringResultRequest.class,
            () -> UpdateScoringResultRequest.builder().build()),
        new EntityKind<>(
            ZkProof.class,
            Samples::proof,
            proof -> proof.toBuilder().build(),
            CreateZkProofRequest.class,
            UpdateZkProofRequest.class,
            () -> UpdateZkProofRequest.builder().build(),
            EntityKind::pending),
        new EntityKind<>(
            ReputationRecord.class,
            Samples::reputation,
            reputation -> reputation.toBuilder().build(),
            CreateReputationRecordRequest.class,
            UpdateReputationRecordRequest.class,
            () -> UpdateReputationRecordRequest.builder().build()),
        new EntityKind<>(
            Role.class,
            Samples::role,
            role -> role.toBuilder().build(),
            CreateRoleRequest.class,
            UpdateRoleRequest.class,
            () -> UpdateRoleRequest.builder().build()),
        new EntityKind<>(
            Permission.class,
            Samples::permission,
            permission -> permission.toBuilder().build(),
            CreatePermissionRequest.class,
            UpdatePermissionRequest.class,
            () -> UpdatePermissionRequest.builder().build()),
        new EntityKind<>(
            Sponsor.class,
            Samples::sponsor,
            sponsor -> sponsor.toBuilder().build(),
            CreateSponsorRequest.class,
            UpdateSponsorRequest.class,
            () -> UpdateSponsorRequest.builder().build()));
  }

  /** Returns the proof in its initial state. */
  private static ZkProof pending(ZkProof proof) {
    return proof.toBuilder()
        .verificationStatus(VerificationStatus.PENDING)
        .verifiedAt(null)
        .verifierId(null)
        .blockchainNetwork(null)
        .transactionHash(null)
        .blockNumber(null)
        .gasUsed(null)
        .build();
  }

  /** Returns the components that its create request takes. */
  public List<String> given() {
    E changed = sample.apply(0);
    E first = atFirst.apply(changed);
    return Components.names(type).stream()
        .filter(name -> !name.equals("id") && !name.equals("audit"))
        .filter(name -> Objects.equals(Components.get(changed, name), Components.get(first, name)))
        .toList();
  }

  /** Returns the components that its update request may change. */
  public List<String> changeable() {
    return Components.names(type).stream()
        .filter(name -> !name.equals("id") && !name.equals("audit") && !bySteps().contains(name))
        .toList();
  }

  /** Returns the request to create an entity with these values. */
  @SuppressWarnings("unchecked") // the kind pairs the types
  public CreateRequest<E, Object> createRequest(E values) {
    return (CreateRequest<E, Object>)
        Components.make(create, slots(values, create, value -> value));
  }

  /** Returns the request to set every field to these values. */
  @SuppressWarnings("unchecked") // the kind pairs the types
  public UpdateRequest<E> updateRequest(E values) {
    return (UpdateRequest<E>) Components.make(update, slots(values, update, Change::to));
  }

  /** Returns the entity after a request that changes one field. */
  public E updated(E current, String name, Change<?> change) {
    @SuppressWarnings("unchecked") // the kind pairs the types
    UpdateRequest<E> request =
        (UpdateRequest<E>) Components.with((Record) keepAll.get(), name, change);
    return request.applyTo(current);
  }

  private List<Slot> slots(E values, Class<?> request, UnaryOperator<Object> wrap) {
    return Components.names(request).stream()
        .map(name -> Objects.requireNonNull(Components.get(values, name)))
        .map(value -> new Slot(wrap.apply(value)))
        .toList();
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
