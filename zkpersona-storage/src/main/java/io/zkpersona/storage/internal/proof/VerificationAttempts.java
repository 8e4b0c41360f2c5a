package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.VerificationAttemptId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.InsertReturningStep;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The log of verification attempts and their verdicts. */
final class VerificationAttempts {

  static final String ENTITY_TYPE = "verification attempt";

  /** An attempt to be logged. */
  record Logged(VerificationAttemptId id, VerificationAttempt attempt, @Nullable ActorId actor) {

    /** Returns an attempt with a new id. */
    static Logged of(VerificationAttempt attempt, @Nullable ActorId actor) {
      return new Logged(VerificationAttemptId.generate(), attempt, actor);
    }
  }

  private record Added(Logged logged, ZkProofId proof) {}

  private static final Statement<Added, Void> ADD =
      Statement.changing(
          "verification_attempts.add",
          in ->
              logging(
                  in.of(Added::logged),
                  ZK_PROOFS.ID,
                  ZK_PROOFS.USER_ID,
                  inline(false),
                  values ->
                      values
                          .from(ZK_PROOFS)
                          .where(ZK_PROOFS.ID.eq(in.value(ZK_PROOFS.ID, Added::proof)))
                          .and(DatabaseClock.runs())));

  private static final Statement<ZkProofId, RecordedAttempt> LIST =
      Statement.of("verification_attempts.list", VerificationAttempts::list);

  private final RepositoryContext context;

  VerificationAttempts(RepositoryContext context) {
    this.context = context;
  }

  /**
   * Adds an attempt that decided nothing to a proof's log.
   *
   * @return whether the proof exists
   */
  boolean add(ZkProofId proof, VerificationAttempt attempt) {
    SqlExecutor executor = context.executor();
    Logged logged = Logged.of(attempt, context.actor());
    return executor.inserting(
            ENTITY_TYPE,
            () -> List.of(logged.id().value()),
            () -> executor.update(ADD, new Added(logged, proof)))
        == 1;
  }

  /**
   * Builds an insert of an attempt for a selected proof.
   *
   * @param decisive whether the attempt decides the proof
   * @param source completes the SELECT of the values to insert
   */
  static InsertReturningStep<?> logging(
      Parameters<Logged> in,
      Field<ZkProofId> proof,
      Field<UserId> user,
      Field<Boolean> decisive,
      Function<SelectSelectStep<Record>, Select<Record>> source) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    put(values, in, VERIFICATION_ATTEMPTS.ID, Logged::id);
    put(values, in, VERIFICATION_ATTEMPTS.VERIFIER_NAME, by -> by.attempt.verifierName());
    put(values, in, VERIFICATION_ATTEMPTS.VERIFIER_VERSION, by -> by.attempt.verifierVersion());
    put(values, in, VERIFICATION_ATTEMPTS.VERIFIER_ID, by -> by.attempt.verifierId());
    put(values, in, VERIFICATION_ATTEMPTS.VERDICT, by -> by.attempt.verdict());
    put(values, in, VERIFICATION_ATTEMPTS.REASON, by -> by.attempt.reason());
    put(values, in, VERIFICATION_ATTEMPTS.ATTEMPTED_AT, by -> by.attempt.at());
    values.put(VERIFICATION_ATTEMPTS.DECISIVE, decisive);
    onChain(values, in, VERIFICATION_ATTEMPTS.BLOCKCHAIN_NETWORK, OnChainReference::network);
    onChain(values, in, VERIFICATION_ATTEMPTS.TRANSACTION_HASH, OnChainReference::transactionHash);
    onChain(values, in, VERIFICATION_ATTEMPTS.BLOCK_NUMBER, OnChainReference::blockNumber);
    onChain(values, in, VERIFICATION_ATTEMPTS.GAS_USED, OnChainReference::gasUsed);
    put(values, in, VERIFICATION_ATTEMPTS.CID, Logged::actor);
    put(values, in, VERIFICATION_ATTEMPTS.MID, Logged::actor);
    values.put(VERIFICATION_ATTEMPTS.ZK_PROOF_ID, proof);
    values.put(VERIFICATION_ATTEMPTS.USER_ID, user);
    return DSL.insertInto(VERIFICATION_ATTEMPTS, values.keySet())
        .select(source.apply(select(values.values())));
  }

  private static <T> void put(
      Map<Field<?>, Field<?>> values,
      Parameters<Logged> in,
      Field<T> field,
      Function<Logged, @Nullable T> value) {
    values.put(field, in.value(field, value));
  }

  private static <T> void onChain(
      Map<Field<?>, Field<?>> values,
      Parameters<Logged> in,
      Field<T> field,
      Function<OnChainReference, @Nullable T> value) {
    put(
        values,
        in,
        field,
        logged -> {
          OnChainReference chain = logged.attempt.onChain();
          return chain == null ? null : value.apply(chain);
        });
  }

  /** Returns a proof's log, ordered by id. */
  List<RecordedAttempt> of(ZkProofId proof) {
    return List.copyOf(context.reader().list(LIST, proof));
  }

  private static Query list(Parameters<ZkProofId> in, Results<RecordedAttempt> out) {
    var id = out.column(VERIFICATION_ATTEMPTS.ID);
    var name = out.column(VERIFICATION_ATTEMPTS.VERIFIER_NAME);
    var version = out.column(VERIFICATION_ATTEMPTS.VERIFIER_VERSION);
    var verifier = out.column(VERIFICATION_ATTEMPTS.VERIFIER_ID);
    var verdict = out.column(VERIFICATION_ATTEMPTS.VERDICT);
    var reason = out.column(VERIFICATION_ATTEMPTS.REASON);
    var at = out.column(VERIFICATION_ATTEMPTS.ATTEMPTED_AT);
    var decisive = out.column(VERIFICATION_ATTEMPTS.DECISIVE);
    var network = out.column(VERIFICATION_ATTEMPTS.BLOCKCHAIN_NETWORK);
    var transaction = out.column(VERIFICATION_ATTEMPTS.TRANSACTION_HASH);
    var block = out.column(VERIFICATION_ATTEMPTS.BLOCK_NUMBER);
    var gas = out.column(VERIFICATION_ATTEMPTS.GAS_USED);
    var takenBack = out.column(VERIFICATION_ATTEMPTS.TAKEN_BACK);
    out.as(
        row -> {
          String seenOn = row.getNullable(network);
          return new RecordedAttempt(
              row.get(id),
              new VerificationAttempt(
                  row.get(name),
                  row.get(version),
                  row.get(verdict),
                  row.getNullable(reason),
                  row.get(at),
                  row.getNullable(verifier),
                  seenOn == null
                      ? null
                      : new OnChainReference(
                          seenOn, row.get(transaction), row.get(block), row.getNullable(gas))),
              row.get(decisive),
              row.get(takenBack));
        });
    return select(out.fields())
        .from(VERIFICATION_ATTEMPTS)
        .where(
            VERIFICATION_ATTEMPTS.ZK_PROOF_ID.eq(
                in.value(VERIFICATION_ATTEMPTS.ZK_PROOF_ID, proof -> proof)))
        .orderBy(VERIFICATION_ATTEMPTS.ID);
  }
}
