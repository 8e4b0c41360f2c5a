package io.zkpersona.kotlin

import io.zkpersona.domain.access.CreatePermissionRequest
import io.zkpersona.domain.access.CreatePermissionRequestBuilder
import io.zkpersona.domain.access.CreateRoleRequest
import io.zkpersona.domain.access.CreateRoleRequestBuilder
import io.zkpersona.domain.access.Permission
import io.zkpersona.domain.access.PermissionBuilder
import io.zkpersona.domain.access.PermissionFilter
import io.zkpersona.domain.access.PermissionFilterBuilder
import io.zkpersona.domain.access.Role
import io.zkpersona.domain.access.RoleBuilder
import io.zkpersona.domain.access.RoleFilter
import io.zkpersona.domain.access.RoleFilterBuilder
import io.zkpersona.domain.auth.AuthSession
import io.zkpersona.domain.auth.AuthSessionBuilder
import io.zkpersona.domain.auth.AuthSessionFilter
import io.zkpersona.domain.auth.AuthSessionFilterBuilder
import io.zkpersona.domain.auth.IssueChallengeRequest
import io.zkpersona.domain.auth.IssueChallengeRequestBuilder
import io.zkpersona.domain.behavior.BehaviorInput
import io.zkpersona.domain.behavior.BehaviorInputBuilder
import io.zkpersona.domain.behavior.BehaviorInputFilter
import io.zkpersona.domain.behavior.BehaviorInputFilterBuilder
import io.zkpersona.domain.behavior.BehaviorSession
import io.zkpersona.domain.behavior.BehaviorSessionBuilder
import io.zkpersona.domain.behavior.BehaviorSessionFilter
import io.zkpersona.domain.behavior.BehaviorSessionFilterBuilder
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest
import io.zkpersona.domain.behavior.CreateBehaviorInputRequestBuilder
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequestBuilder
import io.zkpersona.domain.behavior.InvalidationRule
import io.zkpersona.domain.behavior.InvalidationRuleBuilder
import io.zkpersona.domain.change.ChangeFilter
import io.zkpersona.domain.change.ChangeFilterBuilder
import io.zkpersona.domain.page.PaginationParams
import io.zkpersona.domain.page.PaginationParamsBuilder
import io.zkpersona.domain.page.SliceParams
import io.zkpersona.domain.page.SliceParamsBuilder
import io.zkpersona.domain.proof.CreateZkProofRequest
import io.zkpersona.domain.proof.CreateZkProofRequestBuilder
import io.zkpersona.domain.proof.VerificationAttempt
import io.zkpersona.domain.proof.VerificationAttemptBuilder
import io.zkpersona.domain.proof.ZkProof
import io.zkpersona.domain.proof.ZkProofBuilder
import io.zkpersona.domain.proof.ZkProofFilter
import io.zkpersona.domain.proof.ZkProofFilterBuilder
import io.zkpersona.domain.proof.circuit.Circuit
import io.zkpersona.domain.proof.circuit.CircuitBuilder
import io.zkpersona.domain.proof.circuit.NullifierRule
import io.zkpersona.domain.proof.circuit.NullifierRuleBuilder
import io.zkpersona.domain.reputation.CreateReputationRecordRequest
import io.zkpersona.domain.reputation.CreateReputationRecordRequestBuilder
import io.zkpersona.domain.reputation.RecordReputationRequest
import io.zkpersona.domain.reputation.RecordReputationRequestBuilder
import io.zkpersona.domain.reputation.ReputationFilter
import io.zkpersona.domain.reputation.ReputationFilterBuilder
import io.zkpersona.domain.reputation.ReputationRecord
import io.zkpersona.domain.reputation.ReputationRecordBuilder
import io.zkpersona.domain.scoring.CreateScoringResultRequest
import io.zkpersona.domain.scoring.CreateScoringResultRequestBuilder
import io.zkpersona.domain.scoring.ScoringResult
import io.zkpersona.domain.scoring.ScoringResultBuilder
import io.zkpersona.domain.scoring.ScoringResultFilter
import io.zkpersona.domain.scoring.ScoringResultFilterBuilder
import io.zkpersona.domain.sponsorship.CreateSponsorRequest
import io.zkpersona.domain.sponsorship.CreateSponsorRequestBuilder
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequestBuilder
import io.zkpersona.domain.sponsorship.Sponsor
import io.zkpersona.domain.sponsorship.SponsorBuilder
import io.zkpersona.domain.sponsorship.SponsorFilter
import io.zkpersona.domain.sponsorship.SponsorFilterBuilder
import io.zkpersona.domain.sponsorship.SponsoredTransaction
import io.zkpersona.domain.sponsorship.SponsoredTransactionBuilder
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilterBuilder
import io.zkpersona.domain.user.CreateUserRequest
import io.zkpersona.domain.user.CreateUserRequestBuilder
import io.zkpersona.domain.user.PrivacySettings
import io.zkpersona.domain.user.PrivacySettingsBuilder
import io.zkpersona.domain.user.User
import io.zkpersona.domain.user.UserBuilder
import io.zkpersona.domain.user.UserFilter
import io.zkpersona.domain.user.UserFilterBuilder

/** Builds a [AuthSession]; what the block does not set has its default. */
public inline fun authSession(set: AuthSessionBuilder.() -> Unit): AuthSession =
    AuthSession.builder().apply(set).build()

/** Builds a [AuthSessionFilter]; what the block does not set has its default. */
public inline fun authSessionFilter(set: AuthSessionFilterBuilder.() -> Unit): AuthSessionFilter =
    AuthSessionFilter.builder().apply(set).build()

/** Builds a [BehaviorInput]; what the block does not set has its default. */
public inline fun behaviorInput(set: BehaviorInputBuilder.() -> Unit): BehaviorInput =
    BehaviorInput.builder().apply(set).build()

/** Builds a [BehaviorInputFilter]; what the block does not set has its default. */
public inline fun behaviorInputFilter(set: BehaviorInputFilterBuilder.() -> Unit): BehaviorInputFilter =
    BehaviorInputFilter.builder().apply(set).build()

/** Builds a [BehaviorSession]; what the block does not set has its default. */
public inline fun behaviorSession(set: BehaviorSessionBuilder.() -> Unit): BehaviorSession =
    BehaviorSession.builder().apply(set).build()

/** Builds a [BehaviorSessionFilter]; what the block does not set has its default. */
public inline fun behaviorSessionFilter(set: BehaviorSessionFilterBuilder.() -> Unit): BehaviorSessionFilter =
    BehaviorSessionFilter.builder().apply(set).build()

/** Builds a [ChangeFilter]; what the block does not set has its default. */
public inline fun changeFilter(set: ChangeFilterBuilder.() -> Unit): ChangeFilter =
    ChangeFilter.builder().apply(set).build()

/** Builds a [Circuit]; what the block does not set has its default. */
public inline fun circuit(set: CircuitBuilder.() -> Unit): Circuit =
    Circuit.builder().apply(set).build()

/** Builds a [CreateBehaviorInputRequest]; what the block does not set has its default. */
public inline fun createBehaviorInputRequest(set: CreateBehaviorInputRequestBuilder.() -> Unit): CreateBehaviorInputRequest =
    CreateBehaviorInputRequest.builder().apply(set).build()

/** Builds a [CreateBehaviorSessionRequest]; what the block does not set has its default. */
public inline fun createBehaviorSessionRequest(set: CreateBehaviorSessionRequestBuilder.() -> Unit): CreateBehaviorSessionRequest =
    CreateBehaviorSessionRequest.builder().apply(set).build()

/** Builds a [CreatePermissionRequest]; what the block does not set has its default. */
public inline fun createPermissionRequest(set: CreatePermissionRequestBuilder.() -> Unit): CreatePermissionRequest =
    CreatePermissionRequest.builder().apply(set).build()

/** Builds a [CreateReputationRecordRequest]; what the block does not set has its default. */
public inline fun createReputationRecordRequest(set: CreateReputationRecordRequestBuilder.() -> Unit): CreateReputationRecordRequest =
    CreateReputationRecordRequest.builder().apply(set).build()

/** Builds a [CreateRoleRequest]; what the block does not set has its default. */
public inline fun createRoleRequest(set: CreateRoleRequestBuilder.() -> Unit): CreateRoleRequest =
    CreateRoleRequest.builder().apply(set).build()

/** Builds a [CreateScoringResultRequest]; what the block does not set has its default. */
public inline fun createScoringResultRequest(set: CreateScoringResultRequestBuilder.() -> Unit): CreateScoringResultRequest =
    CreateScoringResultRequest.builder().apply(set).build()

/** Builds a [CreateSponsorRequest]; what the block does not set has its default. */
public inline fun createSponsorRequest(set: CreateSponsorRequestBuilder.() -> Unit): CreateSponsorRequest =
    CreateSponsorRequest.builder().apply(set).build()

/** Builds a [CreateUserRequest]; what the block does not set has its default. */
public inline fun createUserRequest(set: CreateUserRequestBuilder.() -> Unit): CreateUserRequest =
    CreateUserRequest.builder().apply(set).build()

/** Builds a [CreateZkProofRequest]; what the block does not set has its default. */
public inline fun createZkProofRequest(set: CreateZkProofRequestBuilder.() -> Unit): CreateZkProofRequest =
    CreateZkProofRequest.builder().apply(set).build()

/** Builds a [InvalidationRule]; what the block does not set has its default. */
public inline fun invalidationRule(set: InvalidationRuleBuilder.() -> Unit): InvalidationRule =
    InvalidationRule.builder().apply(set).build()

/** Builds a [IssueChallengeRequest]; what the block does not set has its default. */
public inline fun issueChallengeRequest(set: IssueChallengeRequestBuilder.() -> Unit): IssueChallengeRequest =
    IssueChallengeRequest.builder().apply(set).build()

/** Builds a [NullifierRule]; what the block does not set has its default. */
public inline fun nullifierRule(set: NullifierRuleBuilder.() -> Unit): NullifierRule =
    NullifierRule.builder().apply(set).build()

/** Builds a [PaginationParams]; what the block does not set has its default. */
public inline fun paginationParams(set: PaginationParamsBuilder.() -> Unit): PaginationParams =
    PaginationParams.builder().apply(set).build()

/** Builds a [Permission]; what the block does not set has its default. */
public inline fun permission(set: PermissionBuilder.() -> Unit): Permission =
    Permission.builder().apply(set).build()

/** Builds a [PermissionFilter]; what the block does not set has its default. */
public inline fun permissionFilter(set: PermissionFilterBuilder.() -> Unit): PermissionFilter =
    PermissionFilter.builder().apply(set).build()

/** Builds a [PrivacySettings]; what the block does not set has its default. */
public inline fun privacySettings(set: PrivacySettingsBuilder.() -> Unit): PrivacySettings =
    PrivacySettings.builder().apply(set).build()

/** Builds a [RecordReputationRequest]; what the block does not set has its default. */
public inline fun recordReputationRequest(set: RecordReputationRequestBuilder.() -> Unit): RecordReputationRequest =
    RecordReputationRequest.builder().apply(set).build()

/** Builds a [ReputationFilter]; what the block does not set has its default. */
public inline fun reputationFilter(set: ReputationFilterBuilder.() -> Unit): ReputationFilter =
    ReputationFilter.builder().apply(set).build()

/** Builds a [ReputationRecord]; what the block does not set has its default. */
public inline fun reputationRecord(set: ReputationRecordBuilder.() -> Unit): ReputationRecord =
    ReputationRecord.builder().apply(set).build()

/** Builds a [ReserveSponsorshipRequest]; what the block does not set has its default. */
public inline fun reserveSponsorshipRequest(set: ReserveSponsorshipRequestBuilder.() -> Unit): ReserveSponsorshipRequest =
    ReserveSponsorshipRequest.builder().apply(set).build()

/** Builds a [Role]; what the block does not set has its default. */
public inline fun role(set: RoleBuilder.() -> Unit): Role =
    Role.builder().apply(set).build()

/** Builds a [RoleFilter]; what the block does not set has its default. */
public inline fun roleFilter(set: RoleFilterBuilder.() -> Unit): RoleFilter =
    RoleFilter.builder().apply(set).build()

/** Builds a [ScoringResult]; what the block does not set has its default. */
public inline fun scoringResult(set: ScoringResultBuilder.() -> Unit): ScoringResult =
    ScoringResult.builder().apply(set).build()

/** Builds a [ScoringResultFilter]; what the block does not set has its default. */
public inline fun scoringResultFilter(set: ScoringResultFilterBuilder.() -> Unit): ScoringResultFilter =
    ScoringResultFilter.builder().apply(set).build()

/** Builds a [SliceParams]; what the block does not set has its default. */
public inline fun sliceParams(set: SliceParamsBuilder.() -> Unit): SliceParams =
    SliceParams.builder().apply(set).build()

/** Builds a [Sponsor]; what the block does not set has its default. */
public inline fun sponsor(set: SponsorBuilder.() -> Unit): Sponsor =
    Sponsor.builder().apply(set).build()

/** Builds a [SponsorFilter]; what the block does not set has its default. */
public inline fun sponsorFilter(set: SponsorFilterBuilder.() -> Unit): SponsorFilter =
    SponsorFilter.builder().apply(set).build()

/** Builds a [SponsoredTransaction]; what the block does not set has its default. */
public inline fun sponsoredTransaction(set: SponsoredTransactionBuilder.() -> Unit): SponsoredTransaction =
    SponsoredTransaction.builder().apply(set).build()

/** Builds a [SponsoredTransactionFilter]; what the block does not set has its default. */
public inline fun sponsoredTransactionFilter(set: SponsoredTransactionFilterBuilder.() -> Unit): SponsoredTransactionFilter =
    SponsoredTransactionFilter.builder().apply(set).build()

/** Builds a [User]; what the block does not set has its default. */
public inline fun user(set: UserBuilder.() -> Unit): User =
    User.builder().apply(set).build()

/** Builds a [UserFilter]; what the block does not set has its default. */
public inline fun userFilter(set: UserFilterBuilder.() -> Unit): UserFilter =
    UserFilter.builder().apply(set).build()

/** Builds a [VerificationAttempt]; what the block does not set has its default. */
public inline fun verificationAttempt(set: VerificationAttemptBuilder.() -> Unit): VerificationAttempt =
    VerificationAttempt.builder().apply(set).build()

/** Builds a [ZkProof]; what the block does not set has its default. */
public inline fun zkProof(set: ZkProofBuilder.() -> Unit): ZkProof =
    ZkProof.builder().apply(set).build()

/** Builds a [ZkProofFilter]; what the block does not set has its default. */
public inline fun zkProofFilter(set: ZkProofFilterBuilder.() -> Unit): ZkProofFilter =
    ZkProofFilter.builder().apply(set).build()
