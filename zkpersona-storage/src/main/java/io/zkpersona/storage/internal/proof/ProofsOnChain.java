package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static io.zkpersona.domain.proof.VerificationVerdict.ACCEPTED;
import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.NullifierHash;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Records where proofs were seen on chains, and undoes that after chain reorganizations. */
final class ProofsOnChain {

  private enum Key {
    RECORD,
    TAKE_BACK,
    UNVERIFY,
    CLEAR
  }

  /** A proof whose verification was revoked, and the nullifier that it had spent. */
  private record TakenBack(VerificationStatus status, @Nullable NullifierHash nullifier) {}

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
    return run(
            context.executor(),
            Key.RECORD,
            params ->
                DSL.update(ZK_PROOFS)
                    .set(ZK_PROOFS.BLOCKCHAIN_NETWORK, params.value(ZK_PROOFS.BLOCKCHAIN_NETWORK))
                    .set(ZK_PROOFS.TRANSACTION_HASH, params.value(ZK_PROOFS.TRANSACTION_HASH))
                    .set(ZK_PROOFS.BLOCK_NUMBER, params.value(ZK_PROOFS.BLOCK_NUMBER))
                    .set(ZK_PROOFS.GAS_USED, params.value(ZK_PROOFS.GAS_USED))
                    .set(Touch.of(params, ZK_PROOFS.MTIME, ZK_PROOFS.MID))
                    .where(ZK_PROOFS.ID.eq(params.value(ZK_PROOFS.ID))),
            seen.network(),
            seen.transactionHash(),
            seen.blockNumber(),
            seen.gasUsed(),
            context.actor(),
            id)
        == 1;
  }

  /**
   * Undoes records of a block and all later ones. A verified proof stays verified if an attempt
   * that was not revoked verified it; otherwise one use of its nullifier is returned.
   */
  BlockInvalidation invalidate(String network, long block) {
    return context
        .executor()
        .atomically(
            "zk_proofs.invalidate_from_block",
            tx -> {
              run(tx, Key.TAKE_BACK, this::takeBack, context.actor(), network, block);
              List<TakenBack> taken =
                  tx.list(
                      "zk_proofs.invalidate_from_block",
                      context.shapes().getWriting(Key.UNVERIFY, this::unverify),
                      row ->
                          new TakenBack(
                              Objects.requireNonNull(
                                  row.read(Codecs.of(ZK_PROOFS.VERIFICATION_STATUS), 1)),
                              row.read(Codecs.of(ZK_PROOFS.NULLIFIER_HASH), 2)),
                      context.actor(),
                      network,
                      block);
              nullifiers.giveBack(
                  tx, taken.stream().map(TakenBack::nullifier).filter(Objects::nonNull).toList());
              int unverified =
                  (int) taken.stream().filter(each -> each.status() == PENDING).count();
              int cleared = run(tx, Key.CLEAR, this::clear, context.actor(), network, block);
              return new BlockInvalidation(cleared, unverified);
            });
  }

  /** Marks attempts as revoked. Binds the actor, the network, and the block. */
  private Query takeBack(Params params) {
    return DSL.update(VERIFICATION_ATTEMPTS)
        .set(VERIFICATION_ATTEMPTS.TAKEN_BACK, inline(true))
        .set(Touch.of(params, VERIFICATION_ATTEMPTS.MTIME, VERIFICATION_ATTEMPTS.MID))
        .where(seenInAttempt(params))
        .and(not(VERIFICATION_ATTEMPTS.TAKEN_BACK));
  }

  /** Revokes verifications. Binds the actor, the network, and the block. */
  private Query unverify(Params params) {
    var other = VERIFICATION_ATTEMPTS.as("other");
    return DSL.update(ZK_PROOFS)
        .set(
            ZK_PROOFS.VERIFICATION_STATUS,
            when(isVerified(), inline(PENDING, ZK_PROOFS.VERIFICATION_STATUS))
                .otherwise(ZK_PROOFS.VERIFICATION_STATUS))
        .set(ZK_PROOFS.VERIFIED_AT, castNull(ZK_PROOFS.VERIFIED_AT))
        .set(ZK_PROOFS.VERIFIER_ID, castNull(ZK_PROOFS.VERIFIER_ID))
        .set(Touch.of(params, ZK_PROOFS.MTIME, ZK_PROOFS.MID))
        .set(ZK_PROOFS.NULLIFIER_SPENT, inline(false))
        // An expired proof was verified if it spent its nullifier.
        .where(isVerified().or(ZK_PROOFS.NULLIFIER_SPENT))
        .and(
            ZK_PROOFS.ID.in(
                select(VERIFICATION_ATTEMPTS.ZK_PROOF_ID)
                    .from(VERIFICATION_ATTEMPTS)
                    .where(seenInAttempt(params))
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
        .returning(ZK_PROOFS.VERIFICATION_STATUS, ZK_PROOFS.NULLIFIER_HASH);
  }

  private static Condition isVerified() {
    return ZK_PROOFS.VERIFICATION_STATUS.eq(inline(VERIFIED, ZK_PROOFS.VERIFICATION_STATUS));
  }

  /** Clears where proofs were seen. Binds the actor, the network, and the block. */
  private Query clear(Params params) {
    return DSL.update(ZK_PROOFS)
        .set(ZK_PROOFS.BLOCKCHAIN_NETWORK, castNull(ZK_PROOFS.BLOCKCHAIN_NETWORK))
        .set(ZK_PROOFS.TRANSACTION_HASH, castNull(ZK_PROOFS.TRANSACTION_HASH))
        .set(ZK_PROOFS.BLOCK_NUMBER, castNull(ZK_PROOFS.BLOCK_NUMBER))
        .set(ZK_PROOFS.GAS_USED, castNull(ZK_PROOFS.GAS_USED))
        .set(Touch.of(params, ZK_PROOFS.MTIME, ZK_PROOFS.MID))
        .where(ZK_PROOFS.BLOCKCHAIN_NETWORK.eq(params.value(ZK_PROOFS.BLOCKCHAIN_NETWORK)))
        .and(ZK_PROOFS.BLOCK_NUMBER.ge(params.value(ZK_PROOFS.BLOCK_NUMBER)));
  }

  private static Condition seenInAttempt(Params params) {
    return VERIFICATION_ATTEMPTS
        .BLOCKCHAIN_NETWORK
        .eq(params.value(VERIFICATION_ATTEMPTS.BLOCKCHAIN_NETWORK))
        .and(
            VERIFICATION_ATTEMPTS.BLOCK_NUMBER.ge(
                params.value(VERIFICATION_ATTEMPTS.BLOCK_NUMBER)));
  }

  private int run(
      SqlExecutor on, Key key, Function<Params, Query> statement, @Nullable Object... values) {
    return on.update(
        "zk_proofs." + (key == Key.RECORD ? "record_on_chain" : "invalidate_from_block"),
        context.shapes().get(key, statement),
        values);
  }
}
