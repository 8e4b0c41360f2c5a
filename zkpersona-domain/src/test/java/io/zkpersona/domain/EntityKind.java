package io.zkpersona.domain;

import io.zkpersona.domain.Components.Slot;
import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.CreateReputationRecordRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
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
    UnaryOperator<E> atFirst) {

  /** Describes an entity whose components can all be given by a create request. */
  EntityKind(
      Class<E> type,
      IntFunction<E> sample,
      UnaryOperator<E> rebuilt,
      Class<? extends Record> create) {
    this(type, sample, rebuilt, create, entity -> entity);
  }

  /** Returns all entities. */
  public static Stream<EntityKind<?>> all() {
    return Stream.of(
        new EntityKind<>(
            User.class, Samples::user, user -> user.toBuilder().build(), CreateUserRequest.class),
        new EntityKind<>(
            BehaviorSession.class,
            Samples::session,
            session -> session.toBuilder().build(),
            CreateBehaviorSessionRequest.class),
        new EntityKind<>(
            BehaviorInput.class,
            Samples::input,
            input -> input.toBuilder().build(),
            CreateBehaviorInputRequest.class),
        new EntityKind<>(
            ScoringResult.class,
            Samples::score,
            score -> score.toBuilder().build(),
            CreateScoringResultRequest.class),
        new EntityKind<>(
            ZkProof.class,
            Samples::proof,
            proof -> proof.toBuilder().build(),
            CreateZkProofRequest.class,
            EntityKind::pending),
        new EntityKind<>(
            ReputationRecord.class,
            Samples::reputation,
            reputation -> reputation.toBuilder().build(),
            CreateReputationRecordRequest.class),
        new EntityKind<>(
            Role.class, Samples::role, role -> role.toBuilder().build(), CreateRoleRequest.class),
        new EntityKind<>(
            Permission.class,
            Samples::permission,
            permission -> permission.toBuilder().build(),
            CreatePermissionRequest.class),
        new EntityKind<>(
            Sponsor.class,
            Samples::sponsor,
            sponsor -> sponsor.toBuilder().build(),
            CreateSponsorRequest.class));
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

  /** Returns the request to create an entity with these values. */
  @SuppressWarnings("unchecked") // the kind pairs the types
  public CreateRequest<E, Object> createRequest(E values) {
    List<Slot> slots =
        Components.names(create).stream()
            .map(name -> Objects.requireNonNull(Components.get(values, name)))
            .map(Slot::new)
            .toList();
    return (CreateRequest<E, Object>) Components.make(create, slots);
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
