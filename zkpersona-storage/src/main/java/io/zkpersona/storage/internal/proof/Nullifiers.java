package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.Nullifiers.NULLIFIERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.circuit.NullifierHash;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often verified proofs have spent nullifiers. Each use is one statement on one row,
 * whose lock serializes concurrent uses up to the limit.
 */
final class Nullifiers {

  /** A number of uses that no nullifier can have. */
  private static final int NONE_LEFT = -1;

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

  /** The uses permitted to a proof, and the user's first proof that spent its nullifier. */
  private static final Statement<ZkProofId, NullifierSpentException> SPENT_FOR =
      Statement.of("nullifiers.spent_for", Nullifiers::spentFor);

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

  /**
   * Builds an insert that spends the nullifiers of proofs that the same statement verifies. It
   * fails on the check of the uses, and the statement with it, if all permitted uses are spent.
   *
   * @param verified has the columns {@code nullifier_hash} and {@code nullifier_uses}
   */
  static ResultQuery<?> spending(Table<?> verified) {
    Field<NullifierHash> hash = columnOf(verified, ZK_PROOFS.NULLIFIER_HASH);
    return DSL.insertInto(NULLIFIERS, NULLIFIERS.HASH, NULLIFIERS.USES, NULLIFIERS.PERMITTED)
        .select(
            select(hash, inline(1), columnOf(verified, CIRCUITS.NULLIFIER_USES))
                .from(verified)
                .where(hash.isNotNull()))
        .onConflict(NULLIFIERS.HASH)
        .doUpdate()
        .set(
            NULLIFIERS.USES,
            when(NULLIFIERS.USES.lt(excluded(NULLIFIERS.PERMITTED)), NULLIFIERS.USES.add(inline(1)))
                .otherwise(inline(NONE_LEFT)))
        .set(NULLIFIERS.PERMITTED, excluded(NULLIFIERS.PERMITTED))
        .returning(NULLIFIERS.USES);
  }

  /** Explains why a proof's nullifier could not be spent; empty if the proof is gone. */
  Optional<NullifierSpentException> spentFor(SqlExecutor on, ZkProofId proof) {
    return on.first(SPENT_FOR, proof);
  }

  private static Query spentFor(Parameters<ZkProofId> in, Results<NullifierSpentException> out) {
    var first = ZK_PROOFS.as("first");
    var uses = out.column(CIRCUITS.NULLIFIER_USES);
    var firstOfUser =
        out.column(
            field(
                select(first.ID)
                    .from(first)
                    .where(first.NULLIFIER_HASH.eq(ZK_PROOFS.NULLIFIER_HASH))
                    .and(first.USER_ID.eq(ZK_PROOFS.USER_ID))
                    .and(first.ID.ne(ZK_PROOFS.ID))
                    .and(first.NULLIFIER_SPENT)
                    .orderBy(first.CTIME, first.ID)
                    .limit(inline(1))),
            Codecs.of(ZK_PROOFS.ID));
    out.as(
        row -> {
          ZkProofId earlier = row.getNullable(firstOfUser);
          return new NullifierSpentException(
              earlier == null ? null : earlier.value(), row.get(uses));
        });
    return select(out.fields())
        .from(ZK_PROOFS)
        .join(CIRCUITS)
        .on(CIRCUITS.NAME.eq(ZK_PROOFS.CIRCUIT_NAME))
        .and(CIRCUITS.VERSION.eq(ZK_PROOFS.CIRCUIT_VERSION))
        .where(ZK_PROOFS.ID.eq(in.value(ZK_PROOFS.ID, id -> id)));
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
