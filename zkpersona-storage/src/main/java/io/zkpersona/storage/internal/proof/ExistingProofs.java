package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.Portable.exists;
import static io.zkpersona.storage.internal.tables.tables.Nullifiers.NULLIFIERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.circuit.StatementHash;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.tables.tables.ZkProofs;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The fields that describe the existing proofs of a statement.
 *
 * @param verified the id of the user's verified proof of the statement
 * @param same the id of the user's pending candidate with the same content
 * @param taken whether a verified proof of the statement exists, the user's own included, if only
 *     one user may prove it
 * @param uses how often the nullifier is spent
 * @param pending the number of the user's pending candidates, counted up to the limit
 */
record ExistingProofs(
    Field<ZkProofId> verified,
    Field<ZkProofId> same,
    Field<Boolean> taken,
    Field<Integer> uses,
    Field<Integer> pending) {

  /** The variant of the fields. */
  record Question(boolean nobodys, boolean global, boolean nullifier) {

    static Question of(KeyedProof keyed) {
      return new Question(keyed.user() == null, keyed.global(), keyed.nullifier() != null);
    }
  }

  /**
   * The existing proofs of a statement, as {@link ExistingProofs} describes them.
   *
   * @param own the user's verified proof, or else the candidate with the same content
   */
  record Found(@Nullable ZkProofId own, boolean taken, int uses, int pending) {}

  private static final Codec<ZkProofId> ID = Codecs.of(ZK_PROOFS.ID);
  private static final Codec<Boolean> FLAG = Codecs.of(ZK_PROOFS.STATEMENT_GLOBAL);
  private static final Codec<Integer> NUMBER = Codecs.of(NULLIFIERS.USES);

  private static final Variants<Question, KeyedProof, Found> FIND =
      Variants.of(
          "zk_proofs.find_statement",
          (question, in, out) -> {
            out.as(of(question, in).read(out));
            return select(out.fields());
          });

  /** Finds the verified proof of the statement of another proof of the same user. */
  static final Statement<ZkProofId, Optional<ZkProofId>> EARLIER =
      Statement.of("zk_proofs.find_earlier", ExistingProofs::earlier);

  /** Returns the statement that finds the existing proofs of a proof's statement. */
  static Statement<KeyedProof, Found> find(KeyedProof keyed) {
    return FIND.of(Question.of(keyed));
  }

  static ExistingProofs of(Question question, Parameters<KeyedProof> in) {
    Param<StatementHash> statement = in.value(ZK_PROOFS.STATEMENT_HASH, KeyedProof::statement);
    Condition own =
        proves(statement)
            .and(
                question.nobodys
                    ? ZK_PROOFS.USER_ID.isNull()
                    : ZK_PROOFS.USER_ID.eq(in.value(ZK_PROOFS.USER_ID, KeyedProof::user)));
    Field<Boolean> taken =
        question.global
            ? field(
                exists(
                    selectOne()
                        .from(ZK_PROOFS)
                        .where(proves(statement))
                        .and(ZK_PROOFS.STATEMENT_GLOBAL)
                        .and(has(VERIFIED))))
            : inline(false);
    Field<Integer> uses =
        question.nullifier
            ? coalesce(
                field(
                    select(NULLIFIERS.USES)
                        .from(NULLIFIERS)
                        .where(
                            NULLIFIERS.HASH.eq(in.value(NULLIFIERS.HASH, KeyedProof::nullifier)))),
                inline(0))
            : inline(0);
    // Counting up to the limit is enough.
    Field<Integer> pending =
        question.nobodys
            ? inline(0)
            : field(
                select(count())
                    .from(
                        select(ZK_PROOFS.ID)
                            .from(ZK_PROOFS)
                            .where(own)
                            .and(has(PENDING))
                            .limit(inline(ZkProofRepository.MAX_CANDIDATES))
                            .asTable("pending")));
    return new ExistingProofs(
        field(select(ZK_PROOFS.ID).from(ZK_PROOFS).where(own).and(has(VERIFIED)).limit(inline(1))),
        field(
            select(ZK_PROOFS.ID)
                .from(ZK_PROOFS)
                .where(own)
                .and(
                    ZK_PROOFS.PROOF_HASH.eq(
                        in.value(ZK_PROOFS.PROOF_HASH, keyed -> keyed.content().bytes())))
                .and(has(PENDING))
                .limit(inline(1))),
        taken,
        uses.cast(SQLDataType.INTEGER),
        pending.cast(SQLDataType.INTEGER));
  }

  /** Returns the fields under the names by which {@link #in} finds them. */
  List<Field<?>> named() {
    return List.of(
        verified.as("verified"),
        same.as("same"),
        taken.as("taken"),
        uses.as("uses"),
        pending.as("pending"));
  }

  /** Returns the fields as a part of the statement exposes those of {@link #named}. */
  static ExistingProofs in(Table<?> part) {
    return new ExistingProofs(
        column(part, "verified", ZK_PROOFS.ID),
        column(part, "same", ZK_PROOFS.ID),
        column(part, "taken", ZK_PROOFS.STATEMENT_GLOBAL),
        column(part, "uses", NULLIFIERS.USES),
        column(part, "pending", NULLIFIERS.USES));
  }

  private static <T> Field<T> column(Table<?> part, String name, Field<T> like) {
    return Objects.requireNonNull(part.field(name, like.getDataType()));
  }

  /** Selects the fields and returns the reader of their values. */
  RowReader<Found> read(Results<?> out) {
    var verifiedId = out.column(verified, ID);
    var sameId = out.column(same, ID);
    var isTaken = out.column(taken, FLAG);
    var spent = out.column(uses, NUMBER);
    var counted = out.column(pending, NUMBER);
    return row -> {
      ZkProofId id = row.getNullable(verifiedId);
      return new Found(
          id == null ? row.getNullable(sameId) : id,
          row.get(isTaken),
          row.get(spent),
          row.get(counted));
    };
  }

  private static Condition proves(Param<StatementHash> statement) {
    return ZK_PROOFS.STATEMENT_HASH.eq(statement);
  }

  private static Condition has(VerificationStatus status) {
    return ZK_PROOFS.VERIFICATION_STATUS.eq(inline(status, ZK_PROOFS.VERIFICATION_STATUS));
  }

  private static Query earlier(Parameters<ZkProofId> in, Results<Optional<ZkProofId>> out) {
    var own = ZK_PROOFS.as("own");
    // Two conditions, because an index is searched for a value or for null, not for either.
    Condition isOfUser = own.USER_ID.eq(ZK_PROOFS.USER_ID);
    Condition isNobodys = own.USER_ID.isNull().and(ZK_PROOFS.USER_ID.isNull());
    var earlier = out.column(coalesce(verified(own, isOfUser), verified(own, isNobodys)), ID);
    out.as(row -> Optional.ofNullable(row.getNullable(earlier)));
    return select(out.fields())
        .from(ZK_PROOFS)
        .where(ZK_PROOFS.ID.eq(in.value(ZK_PROOFS.ID, id -> id)));
  }

  private static Field<ZkProofId> verified(ZkProofs own, Condition owner) {
    return field(
        select(own.ID)
            .from(own)
            .where(own.STATEMENT_HASH.eq(ZK_PROOFS.STATEMENT_HASH))
            .and(own.VERIFICATION_STATUS.eq(inline(VERIFIED, own.VERIFICATION_STATUS)))
            .and(owner));
  }
}
