package io.zkpersona.storage.internal.erasure;

import static io.zkpersona.storage.internal.erasure.ErasureStatements.tableOf;
import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static io.zkpersona.storage.internal.tables.tables.UserRoles.USER_ROLES;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.WalletChallenges.WALLET_CHALLENGES;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static io.zkpersona.storage.internal.tables.tables.ZkmlProofs.ZKML_PROOFS;
import static java.util.Objects.requireNonNull;

import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Erases a person in the caller's transaction. Locks the user's row first, which blocks inserts of
 * rows that refer to it. Then finds the rows with streaming reads and deletes them in batches,
 * dependents first, so that no statement is large.
 */
public final class Erasure {

  private static final List<Table<?>> OPTIONAL =
      List.of(
          ZKML_PROOFS,
          REFRESH_TOKENS,
          AUTH_SESSIONS,
          USER_ROLES,
          WALLET_CHALLENGES,
          SPONSORED_TRANSACTIONS);

  /** The number of free-text sessions to remember, so that each is checked once. */
  private static final int MOST_NAMES = 100_000;

  private static final Codec<String> TEXT = Codecs.of(ErasureStatements.WALLET);
  private static final Field<String> CHALLENGED =
      WALLET_CHALLENGES.WALLET_ADDRESS.coerce(String.class);

  private final RepositoryContext context;
  private final SqlExecutor tx;
  private final ErasureStatements statements;
  private final String operation;
  private final int batchSize;
  private final UserId user;
  private final @Nullable ActorId actor;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Long> removed = new LinkedHashMap<>();
  private final Map<String, Long> detached = new LinkedHashMap<>();

  /**
   * One erasure.
   *
   * @param context the context, with the executor of a transaction
   * @param batchSize the maximum number of rows that one statement deletes
   */
  public Erasure(RepositoryContext context, String operation, int batchSize, UserId user) {
    this.context = context;
    this.tx = context.executor();
    this.statements = new ErasureStatements(context.shapes());
    this.operation = operation;
    this.batchSize = batchSize;
    this.user = user;
    // A user who erases themselves is not recorded as the actor, since the id no longer refers to a
    // user.
    ActorId self = ActorId.of(user);
    this.actor = self.equals(context.actor()) ? null : context.actor();
  }

  public ErasureReport run() {
    Optional<String> wallet =
        tx.first(
                operation,
                statements.lockUser(),
                row -> Optional.ofNullable(row.read(TEXT, 1)),
                user)
            .orElseThrow(() -> new UserNotFoundException(user.value()));
    OptionalTables optional = OptionalTables.look(tx, context.shapes(), operation, user, OPTIONAL);
    removeWork(optional);
    removeSignIn(optional, wallet);
    if (optional.have(
        SPONSORED_TRANSACTIONS.ID,
        SPONSORED_TRANSACTIONS.USER_ID,
        SPONSORED_TRANSACTIONS.FAILURE_REASON)) {
      detachSponsored();
    }
    remove(USERS.ID, List.of(user));
    return new ErasureReport(user, removed, detached);
  }

  /** Deletes the user's inputs, scores, proofs, reputation records and sessions. */
  private void removeWork(OptionalTables optional) {
    boolean old = optional.have(ZKML_PROOFS.ID, ZKML_PROOFS.SCORING_RESULT_ID);
    Consumer<List<ZkProofId>> proofs =
        ids -> {
          removeAny(VERIFICATION_ATTEMPTS.ID, VERIFICATION_ATTEMPTS.ZK_PROOF_ID, ids);
          remove(ZK_PROOFS.ID, ids);
        };
    Consumer<List<ScoringResultId>> scores =
        ids -> {
          eachAny(ZK_PROOFS.ID, ZK_PROOFS.SCORING_RESULT_ID, ids, proofs);
          if (old) {
            removeAny(ZKML_PROOFS.ID, ZKML_PROOFS.SCORING_RESULT_ID, ids);
          }
          remove(SCORING_RESULTS.ID, ids);
        };
    Consumer<List<BehaviorInputId>> inputs =
        ids -> {
          eachAny(ZK_PROOFS.ID, ZK_PROOFS.BEHAVIOR_INPUT_ID, ids, proofs);
          eachAny(SCORING_RESULTS.ID, SCORING_RESULTS.BEHAVIOR_INPUT_ID, ids, scores);
          // Claims are deleted by cascade with their inputs, which every change of a claim locks
          // first; count them here.
          eachAny(
              BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID,
              BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID,
              ids,
              claims -> count(removed, BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID, claims.size()));
          remove(BEHAVIOR_INPUTS.ID, ids);
        };
    Consumer<List<BehaviorInputId>> knownInputs =
        ids -> {
          detachSessions(ids);
          inputs.accept(ids);
        };
    removeOwned(REPUTATION_RECORDS.ID, REPUTATION_RECORDS.USER_ID);
    removeOwned(VERIFICATION_ATTEMPTS.ID, VERIFICATION_ATTEMPTS.USER_ID);
    eachOwned(ZK_PROOFS.ID, ZK_PROOFS.USER_ID, proofs);
    eachOwned(SCORING_RESULTS.ID, SCORING_RESULTS.USER_ID, scores);
    removed.put(BEHAVIOR_INPUT_CLAIMS.getName(), 0L);
    eachOwned(BEHAVIOR_INPUTS.ID, BEHAVIOR_INPUTS.USER_ID, knownInputs);
    removed.putIfAbsent(BEHAVIOR_SESSIONS.getName(), 0L);
    each(
        BEHAVIOR_SESSIONS.ID,
        statements.lockSessions(),
        user,
        sessions -> {
          each(BEHAVIOR_INPUTS.ID, statements.nobodysInputs(), sessions, knownInputs);
          remove(BEHAVIOR_SESSIONS.ID, sessions);
        });
  }

  /**
   * Clears the free-text session id of inputs without a user, and the metadata of sessions without
   * a user, if this is the only user known to have been in the session.
   */
  private void detachSessions(List<BehaviorInputId> inputs) {
    detach(BEHAVIOR_SESSIONS.ID, statements.emptySessions(), actor, inputs, user);
    if (names.size() > MOST_NAMES) {
      names.clear();
    }
    List<String> unseen =
        tx.list(operation, statements.sessionNames(), Erasure::text, inputs).stream()
            .filter(names::add)
            .toList();
    if (!unseen.isEmpty()) {
      each(
          BEHAVIOR_INPUTS.ID,
          statements.namedInputs(),
          tx.list(operation, statements.ownNames(), Erasure::text, unseen, user),
          ids -> detach(BEHAVIOR_INPUTS.ID, statements.unname(), actor, ids));
    }
  }

  private static String text(Row row) {
    return requireNonNull(row.read(TEXT, 1));
  }

  private void detach(TableField<?, ?> key, SqlShape statement, @Nullable Object... values) {
    int rows = tx.update(operation, statement, values);
    if (rows > 0) {
      count(detached, key, rows);
    }
  }

  private void removeSignIn(OptionalTables optional, Optional<String> wallet) {
    if (optional.have(REFRESH_TOKENS.ID, REFRESH_TOKENS.USER_ID)) {
      removeOwned(REFRESH_TOKENS.ID, REFRESH_TOKENS.USER_ID);
    }
    if (optional.have(AUTH_SESSIONS.ID, AUTH_SESSIONS.USER_ID)) {
      removeOwned(AUTH_SESSIONS.ID, AUTH_SESSIONS.USER_ID);
    }
    if (optional.have(USER_ROLES.USER_ID)) {
      remove(USER_ROLES.USER_ID, List.of(user));
    }
    if (optional.have(WALLET_CHALLENGES.ID, WALLET_CHALLENGES.WALLET_ADDRESS)) {
      removed.put(WALLET_CHALLENGES.getName(), 0L);
      wallet.ifPresent(text -> removeAny(WALLET_CHALLENGES.ID, CHALLENGED, spellings(text)));
    }
  }

  /**
   * Returns a wallet as stored, as the library writes it, and as other writers may have written it.
   */
  private static List<String> spellings(String wallet) {
    return wallet.matches("0x[0-9A-Fa-f]{40}")
        ? List.of(wallet, new WalletAddress(wallet).value(), wallet.toLowerCase(Locale.ROOT))
        : List.of(wallet, canonical(wallet));
  }

  /**
   * Returns the spelling used in challenges; an older row may have one that no challenge can have.
   */
  private static String canonical(String wallet) {
    try {
      return WalletAddress.of(wallet).value();
    } catch (ValidationException old) {
      return wallet;
    }
  }

  private void detachSponsored() {
    detached.put(SPONSORED_TRANSACTIONS.getName(), 0L);
    each(
        SPONSORED_TRANSACTIONS.ID,
        statements.find(SPONSORED_TRANSACTIONS.ID, SPONSORED_TRANSACTIONS.USER_ID),
        user,
        ids ->
            detach(
                SPONSORED_TRANSACTIONS.ID,
                statements.detachSponsored(),
                ActorId.of(user),
                actor,
                ids));
  }

  private <T> void removeOwned(TableField<?, T> id, Field<UserId> owner) {
    eachOwned(id, owner, ids -> remove(id, ids));
  }

  private <T, V> void removeAny(TableField<?, T> id, Field<V> by, Collection<V> values) {
    eachAny(id, by, values, ids -> remove(id, ids));
  }

  private <T> void eachOwned(TableField<?, T> id, Field<UserId> owner, Consumer<List<T>> action) {
    removed.putIfAbsent(tableOf(id).getName(), 0L);
    each(id, statements.find(id, owner), user, action);
  }

  private <T, V> void eachAny(
      TableField<?, T> id, Field<V> by, Collection<V> values, Consumer<List<T>> action) {
    each(id, statements.findAny(id, by), values, action);
  }

  private <T> void remove(TableField<?, T> key, List<T> keys) {
    count(removed, key, tx.update(operation, statements.delete(key), keys));
  }

  private static void count(Map<String, Long> counts, TableField<?, ?> key, int rows) {
    counts.merge(tableOf(key).getName(), (long) rows, Long::sum);
  }

  /** Streams ids and passes them on in batches. */
  private <T> void each(
      TableField<?, T> id, SqlShape find, Object value, Consumer<List<T>> action) {
    Codec<T> codec = Codecs.of(id);
    List<T> batch = new ArrayList<>();
    try (Stream<T> ids =
        tx.stream(operation, find, row -> requireNonNull(row.read(codec, 1)), value)) {
      ids.forEach(
          found -> {
            batch.add(found);
            if (batch.size() == batchSize) {
              action.accept(List.copyOf(batch));
              batch.clear();
            }
          });
    }
    if (!batch.isEmpty()) {
      action.accept(batch);
    }
  }
}
