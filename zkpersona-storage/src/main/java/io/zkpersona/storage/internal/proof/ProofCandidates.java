package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.Nullifiers.NULLIFIERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.StatementHash;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.proof.ProofInsert.Claim;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Looks up the existing proofs of a statement before another candidate for it is stored. */
final class ProofCandidates {

  /** The variant of the query. */
  private record Question(boolean nobodys, boolean global, boolean nullifier) {}

  /**
   * The result of the query.
   *
   * @param own the user's verified proof of the statement, or else a pending candidate with the
   *     same content
   * @param anothers whether a verified proof of the statement exists, if only one user may prove it
   * @param uses how often the nullifier is spent
   * @param pending the number of the user's pending candidates, counted up to the limit
   */
  record Found(@Nullable ZkProofId own, boolean anothers, int uses, int pending) {}

  private static final Field<Integer> NUMBER = inline(0);

  private final RepositoryContext context;

  ProofCandidates(RepositoryContext context) {
    this.context = context;
  }

  /**
   * Returns the advisory lock under which the candidates of a user for a statement are counted;
   * null without a user, whose candidates are not counted.
   */
  static @Nullable Long lock(@Nullable UserId user, Json publicSignals) {
    return user == null
        ? null
        : ByteBuffer.wrap(ProofHash.sha256(user.value() + publicSignals.canonicalText())).getLong();
  }

  Found find(SqlExecutor tx, Claim claim) {
    UserId user = claim.proof().userId();
    Question question = new Question(user == null, claim.global(), claim.nullifier() != null);
    List<@Nullable Object> values = new ArrayList<>();
    values.add(claim.statement());
    values.add(claim.content().bytes());
    if (user != null) {
      values.add(user);
    }
    if (claim.nullifier() != null) {
      values.add(claim.nullifier());
    }
    SqlShape shape = context.shapes().get(question, params -> asking(params, question));
    return tx.first(
            "zk_proofs.find_statement",
            shape,
            row -> {
              ZkProofId verified = row.read(Codecs.of(ZK_PROOFS.ID), 1);
              return new Found(
                  verified == null ? row.read(Codecs.of(ZK_PROOFS.ID), 2) : verified,
                  Objects.requireNonNull(row.read(Codecs.of(ZK_PROOFS.STATEMENT_GLOBAL), 3)),
                  Objects.requireNonNull(row.read(Codecs.of(NUMBER), 4)),
                  Objects.requireNonNull(row.read(Codecs.of(NUMBER), 5)));
            },
            values.toArray())
        .orElseThrow();
  }

  private static Query asking(Params params, Question question) {
    Param<StatementHash> statement = params.value(ZK_PROOFS.STATEMENT_HASH);
    Param<byte[]> content = params.value(ZK_PROOFS.PROOF_HASH);
    Condition own =
        of(statement)
            .and(
                question.nobodys()
                    ? ZK_PROOFS.USER_ID.isNull()
                    : ZK_PROOFS.USER_ID.eq(params.value(ZK_PROOFS.USER_ID)));
    Field<Boolean> anothers =
        question.global()
            ? field(
                exists(
                    selectOne()
                        .from(ZK_PROOFS)
                        .where(of(statement))
                        .and(ZK_PROOFS.STATEMENT_GLOBAL)
                        .and(in(VERIFIED))))
            : inline(false);
    Field<Integer> uses =
        question.nullifier()
            ? coalesce(
                field(
                    select(NULLIFIERS.USES)
                        .from(NULLIFIERS)
                        .where(NULLIFIERS.HASH.eq(params.value(NULLIFIERS.HASH)))),
                inline(0))
            : inline(0);
    // Counting up to the limit is enough.
    Field<Integer> pending =
        question.nobodys()
            ? inline(0)
            : field(
                select(count())
                    .from(
                        select(ZK_PROOFS.ID)
                            .from(ZK_PROOFS)
                            .where(own)
                            .and(in(PENDING))
                            .limit(inline(ZkProofRepository.MAX_CANDIDATES))
                            .asTable("pending")));
    return select(
        field(select(ZK_PROOFS.ID).from(ZK_PROOFS).where(own).and(in(VERIFIED)).limit(inline(1))),
        field(
            select(ZK_PROOFS.ID)
                .from(ZK_PROOFS)
                .where(own)
                .and(ZK_PROOFS.PROOF_HASH.eq(content))
                .and(in(PENDING))
                .limit(inline(1))),
        anothers,
        uses.cast(SQLDataType.INTEGER),
        pending.cast(SQLDataType.INTEGER));
  }

  private static Condition of(Param<StatementHash> statement) {
    return ZK_PROOFS.STATEMENT_HASH.eq(statement);
  }

  private static Condition in(VerificationStatus status) {
    return ZK_PROOFS.VERIFICATION_STATUS.eq(inline(status, ZK_PROOFS.VERIFICATION_STATUS));
  }
}
