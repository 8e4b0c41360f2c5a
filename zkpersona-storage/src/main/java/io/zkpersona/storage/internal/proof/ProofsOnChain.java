package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static io.zkpersona.domain.proof.VerificationVerdict.ACCEPTED;
import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.Portable.notExists;
import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.circuit.NullifierHash;
import io.zkpersona.storage.internal.execution.Last;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Records where proofs were seen on chains, and undoes that after chain reorganizations. */
final class ProofsOnChain {

  /** The sighting of a proof. */
  private record Seen(ZkProofId id, OnChainReference at, @Nullable ActorId actor) {}

  /** The first block that a reorganization revoked. */
  private record From(String network, long block, @Nullable ActorId actor) {}

  /** A proof whose verification was revoked, and the nullifier that it had spent. */
  private record TakenBack(VerificationStatus status, @Nullable NullifierHash nullifier) {}

  private static final String INVALIDATE = "zk_proofs.invalidate_from_block";

  private static final Statement<Seen, Void> RECORD =
      Statement.changing(
          "zk_proofs.record_on_chain",
          in ->
              DSL.update(ZK_PROOFS)
                  .set(
                      ZK_PROOFS.BLOCKCHAIN_NETWORK,
                      in.value(ZK_PROOFS.BLOCKCHAIN_NETWORK, seen -> seen.at.network()))
                  .set(
                      ZK_PROOFS.TRANSACTION_HASH,
                      in.value(ZK_PROOFS.TRANSACTION_HASH, seen -> seen.at.transactionHash()))
                  .set(
                      ZK_PROOFS.BLOCK_NUMBER,
                      in.value(ZK_PROOFS.BLOCK_NUMBER, seen -> seen.at.blockNumber()))
                  .set(ZK_PROOFS.GAS_USED, in.value(ZK_PROOFS.GAS_USED, seen -> seen.at.gasUsed()))
                  .set(AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, Seen::actor))
                  .where(ZK_PROOFS.ID.eq(in.value(ZK_PROOFS.ID, Seen::id))));

  /** Marks attempts as revoked, and then revokes the verifications that no attempt supports. */
  private static final Statement<From, TakenBack> TAKE_BACK =
      Statement.inParts(INVALIDATE, (in, out) -> List.of(takeBack(in), unverify(in, out)));

  /** Clears where proofs were seen; returns their number. */
  private static final Statement<From, Integer> CLEAR =
      Statement.of(INVALIDATE, ProofsOnChain::clear);

  private final RepositoryContext context;
  private final Nullifiers nullifiers;

  ProofsOnChain(RepositoryContext context, Nullifiers nullifiers) {
    this.context = context;
    this.nullifiers = nullifiers;
  }

  /**
   * Records where a proof was seen.
   *
   * @return whether the proof exists
   */
  boolean record(ZkProofId id, OnChainReference seen) {
    return context.executor().update(RECORD, new Seen(id, seen, context.actor())) == 1;
  }

  /**
   * Undoes records of a block and all later ones. A verified proof stays verified if an attempt
   * that was not revoked verified it; otherwise one use of its nullifier is returned.
   */
  BlockInvalidation invalidate(String network, long block) {
    From from = new From(network, block, context.actor());
    return context
        .executor()
        .atomicallyUntil(
            INVALIDATE,
            tx -> {
              List<TakenBack> taken = tx.list(TAKE_BACK, from);
              nullifiers.giveBack(
                  tx, taken.stream().map(TakenBack::nullifier).filter(Objects::nonNull).toList());
              int unverified =
                  (int) taken.stream().filter(each -> each.status() == PENDING).count();
              return new Last<>(
                  CLEAR, from, cleared -> new BlockInvalidation(cleared.orElseThrow(), unverified));
            });
  }

  private static Query clear(Parameters<From> in, Results<Integer> out) {
    var cleared =
        name("cleared")
            .as(
                DSL.update(ZK_PROOFS)
                    .set(ZK_PROOFS.BLOCKCHAIN_NETWORK, castNull(ZK_PROOFS.BLOCKCHAIN_NETWORK))
                    .set(ZK_PROOFS.TRANSACTION_HASH, castNull(ZK_PROOFS.TRANSACTION_HASH))
                    .set(ZK_PROOFS.BLOCK_NUMBER, castNull(ZK_PROOFS.BLOCK_NUMBER))
                    .set(ZK_PROOFS.GAS_USED, castNull(ZK_PROOFS.GAS_USED))
                    .set(AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, From::actor))
                    .where(
                        ZK_PROOFS.BLOCKCHAIN_NETWORK.eq(
                            in.value(ZK_PROOFS.BLOCKCHAIN_NETWORK, From::network)))
                    .and(ZK_PROOFS.BLOCK_NUMBER.ge(in.value(ZK_PROOFS.BLOCK_NUMBER, From::block)))
                    .returning(ZK_PROOFS.ID));
    var number = out.column(count(), Codecs.LONG);
    out.as(row -> Math.toIntExact(row.get(number)));
    return with(cleared).select(out.fields()).from(cleared);
  }

  private static Query takeBack(Parameters<From> in) {
    return DSL.update(VERIFICATION_ATTEMPTS)
        .set(VERIFICATION_ATTEMPTS.TAKEN_BACK, inline(true))
        .set(
            AuditUpdate.of(in, VERIFICATION_ATTEMPTS.MTIME, VERIFICATION_ATTEMPTS.MID, From::actor))
        .where(seenInAttempt(in))
        .and(not(VERIFICATION_ATTEMPTS.TAKEN_BACK));
  }

  private static Query unverify(Parameters<From> in, Results<TakenBack> out) {
    var other = VERIFICATION_ATTEMPTS.as("other");
    var status = out.column(ZK_PROOFS.VERIFICATION_STATUS);
    var nullifier = out.column(ZK_PROOFS.NULLIFIER_HASH);
    out.as(row -> new TakenBack(row.get(status), row.getNullable(nullifier)));
    return DSL.update(ZK_PROOFS)
        .set(
            ZK_PROOFS.VERIFICATION_STATUS,
            when(isVerified(), inline(PENDING, ZK_PROOFS.VERIFICATION_STATUS))
                .otherwise(ZK_PROOFS.VERIFICATION_STATUS))
        .set(ZK_PROOFS.VERIFIED_AT, castNull(ZK_PROOFS.VERIFIED_AT))
        .set(ZK_PROOFS.VERIFIER_ID, castNull(ZK_PROOFS.VERIFIER_ID))
        .set(AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, From::actor))
        .set(ZK_PROOFS.NULLIFIER_SPENT, inline(false))
        // An expired proof was verified if it spent its nullifier.
        .where(isVerified().or(ZK_PROOFS.NULLIFIER_SPENT))
        .and(
            ZK_PROOFS.ID.in(
                select(VERIFICATION_ATTEMPTS.ZK_PROOF_ID)
                    .from(VERIFICATION_ATTEMPTS)
                    .where(seenInAttempt(in))
                    .and(VERIFICATION_ATTEMPTS.DECISIVE)
                    .and(
                        VERIFICATION_ATTEMPTS.VERDICT.eq(
                            inline(ACCEPTED, VERIFICATION_ATTEMPTS.VERDICT)))))
        .and(
            notExists(
                selectOne()
                    .from(other)
                    .where(other.ZK_PROOF_ID.eq(ZK_PROOFS.ID))
                    .and(other.DECISIVE)
                    .and(other.VERDICT.eq(inline(ACCEPTED, VERIFICATION_ATTEMPTS.VERDICT)))
                    .and(not(other.TAKEN_BACK))))
        .returning(out.fields());
  }

  private static Condition isVerified() {
    return ZK_PROOFS.VERIFICATION_STATUS.eq(inline(VERIFIED, ZK_PROOFS.VERIFICATION_STATUS));
  }

  private static Condition seenInAttempt(Parameters<From> in) {
    return VERIFICATION_ATTEMPTS
        .BLOCKCHAIN_NETWORK
        .eq(in.value(VERIFICATION_ATTEMPTS.BLOCKCHAIN_NETWORK, From::network))
        .and(
            VERIFICATION_ATTEMPTS.BLOCK_NUMBER.ge(
                in.value(VERIFICATION_ATTEMPTS.BLOCK_NUMBER, From::block)));
  }
}
