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
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often verified proofs have spent nullifiers. Each use is one statement on one row,
 * whose lock serializes concurrent uses up to the limit.
 */
final class Nullifiers {

  private enum Key {
    SPEND,
    GIVE_BACK,
    FIRST_OF_USER
  }

  private final RepositoryContext context;

  Nullifiers(RepositoryContext context) {
    this.context = context;
  }

  /**
   * Spends a nullifier once more for a proof that is verified in the same transaction.
   *
   * @param user the owner of the proof
   * @param proof the proof
   * @throws NullifierSpentException if all permitted uses are spent
   */
  void spend(
      SqlExecutor tx, NullifierHash nullifier, int uses, @Nullable UserId user, ZkProofId proof) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.SPEND,
                params ->
                    DSL.insertInto(NULLIFIERS)
                        .set(NULLIFIERS.HASH, params.value(NULLIFIERS.HASH))
                        .set(NULLIFIERS.USES, inline(1))
                        .onConflict(NULLIFIERS.HASH)
                        .doUpdate()
                        .set(NULLIFIERS.USES, NULLIFIERS.USES.add(inline(1)))
                        .where(NULLIFIERS.USES.lt(params.value(NULLIFIERS.USES))));
    if (tx.update("nullifiers.spend", shape, nullifier, uses) == 0) {
      throw new NullifierSpentException(firstOfUser(tx, nullifier, user, proof), uses);
    }
  }

  /** Returns one use of each nullifier whose verification a chain reorganization revoked. */
  void giveBack(SqlExecutor tx, Collection<NullifierHash> spent) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.GIVE_BACK,
                params ->
                    DSL.update(NULLIFIERS)
                        .set(NULLIFIERS.USES, NULLIFIERS.USES.sub(inline(1)))
                        .where(NULLIFIERS.HASH.eq(params.value(NULLIFIERS.HASH)))
                        .and(NULLIFIERS.USES.gt(inline(0))));
    // All callers use this order, so that they do not deadlock.
    List<Object[]> each =
        spent.stream()
            .sorted(Comparator.comparing(NullifierHash::value))
            .map(hash -> new Object[] {hash})
            .toList();
    if (!each.isEmpty()) {
      tx.batch("nullifiers.give_back", shape, each);
    }
  }

  /**
   * Returns the user's first proof that spent the nullifier; proofs of other users are not
   * revealed.
   */
  @Nullable UUID firstOfUser(
      SqlExecutor tx, NullifierHash nullifier, @Nullable UserId user, ZkProofId proof) {
    if (user == null) {
      return null;
    }
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIRST_OF_USER,
                params ->
                    select(ZK_PROOFS.ID)
                        .from(ZK_PROOFS)
                        .where(ZK_PROOFS.NULLIFIER_HASH.eq(params.value(ZK_PROOFS.NULLIFIER_HASH)))
                        .and(ZK_PROOFS.USER_ID.eq(params.value(ZK_PROOFS.USER_ID)))
                        .and(ZK_PROOFS.ID.ne(params.value(ZK_PROOFS.ID)))
                        .and(ZK_PROOFS.NULLIFIER_SPENT)
                        .orderBy(ZK_PROOFS.CTIME, ZK_PROOFS.ID)
                        .limit(inline(1)));
    return tx.first(
            "nullifiers.first_of_user",
            shape,
            row -> Objects.requireNonNull(row.read(Codecs.of(ZK_PROOFS.ID), 1)),
            nullifier,
            user,
            proof)
        .map(ZkProofId::value)
        .orElse(null);
  }
}
