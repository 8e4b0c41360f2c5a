package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.VerificationAttemptId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The log of verification attempts and their verdicts. */
final class VerificationAttempts {

  private enum Key {
    ADD,
    LIST
  }

  private static final List<Field<?>> GIVEN =
      List.of(
          VERIFICATION_ATTEMPTS.ID,
          VERIFICATION_ATTEMPTS.VERIFIER_NAME,
          VERIFICATION_ATTEMPTS.VERIFIER_VERSION,
          VERIFICATION_ATTEMPTS.VERIFIER_ID,
          VERIFICATION_ATTEMPTS.VERDICT,
          VERIFICATION_ATTEMPTS.REASON,
          VERIFICATION_ATTEMPTS.ATTEMPTED_AT,
          VERIFICATION_ATTEMPTS.DECISIVE,
          VERIFICATION_ATTEMPTS.BLOCKCHAIN_NETWORK,
          VERIFICATION_ATTEMPTS.TRANSACTION_HASH,
          VERIFICATION_ATTEMPTS.BLOCK_NUMBER,
          VERIFICATION_ATTEMPTS.GAS_USED,
          VERIFICATION_ATTEMPTS.CID,
          VERIFICATION_ATTEMPTS.MID);

  private final RepositoryContext context;

  VerificationAttempts(RepositoryContext context) {
    this.context = context;
  }

  /**
   * Adds an attempt to a proof's log.
   *
   * @return whether the proof exists
   */
  boolean add(SqlExecutor tx, ZkProofId proof, VerificationAttempt attempt, boolean decisive) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.ADD,
                params -> {
                  Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
                  GIVEN.forEach(field -> values.put(field, params.value(field)));
                  values.put(VERIFICATION_ATTEMPTS.ZK_PROOF_ID, ZK_PROOFS.ID);
                  values.put(VERIFICATION_ATTEMPTS.USER_ID, ZK_PROOFS.USER_ID);
                  return DSL.insertInto(VERIFICATION_ATTEMPTS, values.keySet())
                      .select(
                          select(values.values())
                              .from(ZK_PROOFS)
                              .where(ZK_PROOFS.ID.eq(params.value(ZK_PROOFS.ID))));
                });
    OnChainReference chain = attempt.onChain();
    VerificationAttemptId id = VerificationAttemptId.generate();
    return tx.inserting(
            "verification attempt",
            () -> List.of(id.value()),
            () ->
                tx.update(
                    "verification_attempts.add",
                    shape,
                    id,
                    attempt.verifierName(),
                    attempt.verifierVersion(),
                    attempt.verifierId(),
                    attempt.verdict(),
                    attempt.reason(),
                    attempt.at(),
                    decisive,
                    chain == null ? null : chain.network(),
                    chain == null ? null : chain.transactionHash(),
                    chain == null ? null : chain.blockNumber(),
                    chain == null ? null : chain.gasUsed(),
                    context.actor(),
                    context.actor(),
                    proof))
        == 1;
  }

  /** Returns a proof's log, ordered by id. */
  List<RecordedAttempt> of(SqlExecutor on, ZkProofId proof) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.LIST,
                params ->
                    select(GIVEN)
                        .select(VERIFICATION_ATTEMPTS.TAKEN_BACK)
                        .from(VERIFICATION_ATTEMPTS)
                        .where(
                            VERIFICATION_ATTEMPTS.ZK_PROOF_ID.eq(
                                params.value(VERIFICATION_ATTEMPTS.ZK_PROOF_ID)))
                        .orderBy(VERIFICATION_ATTEMPTS.ID));
    return List.copyOf(
        on.list("verification_attempts.list", shape, VerificationAttempts::read, proof));
  }

  private static RecordedAttempt read(Row row) {
    String network = get(row, VERIFICATION_ATTEMPTS.BLOCKCHAIN_NETWORK);
    return new RecordedAttempt(
        required(row, VERIFICATION_ATTEMPTS.ID),
        new VerificationAttempt(
            required(row, VERIFICATION_ATTEMPTS.VERIFIER_NAME),
            required(row, VERIFICATION_ATTEMPTS.VERIFIER_VERSION),
            required(row, VERIFICATION_ATTEMPTS.VERDICT),
            get(row, VERIFICATION_ATTEMPTS.REASON),
            required(row, VERIFICATION_ATTEMPTS.ATTEMPTED_AT),
            get(row, VERIFICATION_ATTEMPTS.VERIFIER_ID),
            network == null
                ? null
                : new OnChainReference(
                    network,
                    required(row, VERIFICATION_ATTEMPTS.TRANSACTION_HASH),
                    required(row, VERIFICATION_ATTEMPTS.BLOCK_NUMBER),
                    get(row, VERIFICATION_ATTEMPTS.GAS_USED))),
        required(row, VERIFICATION_ATTEMPTS.DECISIVE),
        Objects.requireNonNull(
            row.read(Codecs.of(VERIFICATION_ATTEMPTS.TAKEN_BACK), GIVEN.size() + 1)));
  }

  private static <T> @Nullable T get(Row row, Field<T> field) {
    return row.read(Codecs.of(field), GIVEN.indexOf(field) + 1);
  }

  private static <T> T required(Row row, Field<T> field) {
    return Objects.requireNonNull(get(row, field));
  }
}
