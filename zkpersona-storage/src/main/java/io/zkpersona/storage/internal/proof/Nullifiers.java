package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Nullifiers.NULLIFIERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.NullifierSpentException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.NullifierHash;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often verified proofs have spent nullifiers. Each use is one statement on one row,
 * whose lock serializes concurrent uses up to the limit.
 */
final class Nullifiers {

  private record Use(NullifierHash hash, int permitted) {}

  private record Owner(NullifierHash nullifier, UserId user, ZkProofId butNot) {}

  private static final Statement<Use, Void> SPEND =
      Statement.changing(
          "nullifiers.spend",
          in ->
              DSL.insertInto(NULLIFIERS)
                  .set(NULLIFIERS.HASH, in.value(NULLIFIERS.HASH, Use::hash))
                  .set(NULLIFIERS.USES, inline(1))
                  .onConflict(NULLIFIERS.HASH)
                  .doUpdate()
                  .set(NULLIFIERS.USES, NULLIFIERS.USES.add(inline(1)))
                  .where(NULLIFIERS.USES.lt(in.value(NULLIFIERS.USES, Use::permitted))));

  private static final Statement<NullifierHash, Void> GIVE_BACK =
      Statement.changing(
          "nullifiers.give_back",
          in ->
              DSL.update(NULLIFIERS)
                  .set(NULLIFIERS.USES, NULLIFIERS.USES.sub(inline(1)))
                  .where(NULLIFIERS.HASH.eq(in.value(NULLIFIERS.HASH, hash -> hash)))
                  .and(NULLIFIERS.USES.gt(inline(0))));

  private static final Statement<Owner, ZkProofId> FIRST_OF_USER =
      Statement.of(
          "nullifiers.first_of_user",
          (in, out) ->
              select(out.only(ZK_PROOFS.ID))
                  .from(ZK_PROOFS)
                  .where(
                      ZK_PROOFS.NULLIFIER_HASH.eq(
                          in.value(ZK_PROOFS.NULLIFIER_HASH, Owner::nullifier)))
                  .and(ZK_PROOFS.USER_ID.eq(in.value(ZK_PROOFS.USER_ID, Owner::user)))
                  .and(ZK_PROOFS.ID.ne(in.value(ZK_PROOFS.ID, Owner::butNot)))
                  .and(ZK_PROOFS.NULLIFIER_SPENT)
                  .orderBy(ZK_PROOFS.CTIME, ZK_PROOFS.ID)
                  .limit(inline(1)));

  /**
   * Spends a nullifier once more for a proof that is verified in the same transaction.
   *
   * @param user the owner of the proof
   * @param proof the proof
   * @throws NullifierSpentException if all permitted uses are spent
   */
  void spend(
      SqlExecutor tx, NullifierHash nullifier, int uses, @Nullable UserId user, ZkProofId proof) {
    if (tx.update(SPEND, new Use(nullifier, uses)) == 0) {
      throw new NullifierSpentException(firstOfUser(tx, nullifier, user, proof), uses);
    }
  }

  /** Returns one use of each nullifier whose verification a chain reorganization revoked. */
  void giveBack(SqlExecutor tx, Collection<NullifierHash> spent) {
    if (!spent.isEmpty()) {
      // All callers use this order, so that they do not deadlock.
      tx.batch(
          GIVE_BACK, spent.stream().sorted(Comparator.comparing(NullifierHash::value)).toList());
    }
  }

  /**
   * Returns the user's first proof that spent the nullifier; proofs of other users are not
   * revealed.
   */
  @Nullable UUID firstOfUser(
      SqlExecutor tx, NullifierHash nullifier, @Nullable UserId user, ZkProofId proof) {
    return user == null
        ? null
        : tx.first(FIRST_OF_USER, new Owner(nullifier, user, proof))
            .map(ZkProofId::value)
            .orElse(null);
  }
}
