package io.zkpersona.storage.erasure;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records for each column of text or bytes whether it can hold personal data. A column with a check
 * that lists its values needs no entry. {@link ErasureMarkerIT} fails for a new column without an
 * entry.
 */
final class HeldOfAPerson {

  /** The content of a column. */
  enum Holds {
    /** Free text of the caller, possibly personal; erased. */
    ANYTHING,
    /** A value generated for one person's row; erased with the row. */
    MADE_FOR_ONE,
    /** No personal data. */
    NOTHING
  }

  /** Columns with their content and, if it is not personal, the reason. */
  private static final String DECISIONS =
      """
      users.wallet_address                      ANYTHING
      users.email                               ANYTHING
      users.username                            ANYTHING
      users.privacy_settings                    ANYTHING
      behavior_sessions.session_token           ANYTHING
      behavior_sessions.metadata                ANYTHING
      behavior_inputs.session_id                ANYTHING
      behavior_inputs.input_data                ANYTHING
      behavior_inputs.external_key              ANYTHING
      behavior_inputs.chain_id                  NOTHING a chain's
      behavior_inputs.block_hash                NOTHING a chain's
      behavior_input_keys.external_key          NOTHING an input's, which takes it along; see InputPartitionKeysIT
      behavior_input_claims.failure_reason      ANYTHING
      behavior_activity.input_type              NOTHING an input's, which has a check
      behavior_activity.source                  NOTHING an input's, which has a check
      behavior_activity_days.input_type         NOTHING an input's, which has a check
      behavior_activity_days.source             NOTHING an input's, which has a check
      behavior_activity_totals.input_type       NOTHING an input's, which has a check
      behavior_activity_totals.source           NOTHING an input's, which has a check
      behavior_activity_changes.input_type      NOTHING an input's, which has a check
      behavior_activity_changes.source          NOTHING an input's, which has a check
      behavior_activity_changes.session         ANYTHING
      behavior_activity_sessions.session        ANYTHING
      scoring_results.model_version             ANYTHING
      scoring_results.metadata                  ANYTHING
      zk_proofs.proof_data                      ANYTHING
      zk_proofs.verification_key                ANYTHING
      zk_proofs.public_signals                  ANYTHING
      zk_proofs.circuit_version                 ANYTHING
      zk_proofs.blockchain_network              ANYTHING
      zk_proofs.transaction_hash                ANYTHING
      zk_proofs.metadata                        ANYTHING
      zk_proofs.verification_key_hash           NOTHING the key's, which is the circuit's
      zk_proofs.statement_hash                  MADE_FOR_ONE
      zk_proofs.circuit_name                    NOTHING a declared circuit's
      zk_proofs.proof_hash                      MADE_FOR_ONE
      zk_proofs.nullifier_hash                  NOTHING the hash that stays in nullifiers
      zkml_proofs.proof_data                    ANYTHING
      zkml_proofs.verification_key              ANYTHING
      zkml_proofs.blockchain_tx_hash            ANYTHING
      circuits.name                             NOTHING a circuit is for many
      circuits.version                          NOTHING a circuit is for many
      circuits.nullifier_scope                  NOTHING a circuit is for many
      circuits.nullifier_scope_signals          NOTHING a circuit is for many
      nullifiers.hash                           NOTHING a hash that stops double use and leads to nobody
      verification_keys.hash                    NOTHING the key's, which is the circuit's
      verification_keys.key                     NOTHING a circuit's, the same for all who prove with it
      verification_keys.circuit_name            NOTHING a circuit's
      verification_keys.circuit_version         NOTHING a circuit's
      verification_attempts.verifier_name       ANYTHING
      verification_attempts.verifier_version    ANYTHING
      verification_attempts.reason              ANYTHING
      verification_attempts.blockchain_network  ANYTHING
      verification_attempts.transaction_hash    ANYTHING
      reputation_records.contributing_factors   ANYTHING
      reputation_records.reputation_badges      ANYTHING
      reputation_records.calculation_method     ANYTHING
      reputation_records.status_reason          ANYTHING
      reputation_changes.scoring_category       NOTHING a record's, which has a check
      reputation_changes.scoring_period         NOTHING a record's, which has a check
      reputation_standings.scoring_category     NOTHING a record's, which has a check
      reputation_standings.scoring_period       NOTHING a record's, which has a check
      reputation_counts.scoring_category        NOTHING a record's, which has a check
      reputation_counts.scoring_period          NOTHING a record's, which has a check
      sponsors.name                             NOTHING a sponsor's
      sponsors.blockchain_network               NOTHING a sponsor's
      sponsors.wallet_address                   NOTHING a sponsor's
      sponsored_transactions.blockchain_network NOTHING the sponsor's
      sponsored_transactions.transaction_hash   NOTHING what the sponsor paid for, and once: its account
      sponsored_transactions.failure_reason     ANYTHING
      wallet_challenges.nonce                   MADE_FOR_ONE
      wallet_challenges.wallet_address          ANYTHING
      wallet_challenges.chain_id                ANYTHING
      wallet_challenges.domain                  ANYTHING
      wallet_challenges.uri                     ANYTHING
      auth_sessions.token_hash                  MADE_FOR_ONE
      auth_sessions.revoke_reason               ANYTHING
      auth_sessions.sealed_pair                 MADE_FOR_ONE
      refresh_tokens.token_hash                 MADE_FOR_ONE
      roles.name                                NOTHING a role is for many
      roles.description                         NOTHING a role is for many
      permissions.name                          NOTHING a permission is for many
      permissions.description                   NOTHING a permission is for many
      changes.transaction_id                    NOTHING a transaction's
      changes.operation                         NOTHING what happened
      changes.entity                            NOTHING a table's name
      changes.owners                            NOTHING that "before" does not hold, and removed with it
      changes.before                            ANYTHING
      changes.commitment                        NOTHING a hash with a salt that the erasure removes
      changes.actor_commitment                  NOTHING a hash with a salt that the erasure removes
      change_epochs.unfinished                  NOTHING ids of transactions
      change_epochs.known                       NOTHING positions
      change_ticks.snapshot                     NOTHING ids of transactions
      change_subscriptions.name                 NOTHING a reader's, which is for all
      change_subscriptions.entities             NOTHING names of tables
      change_deliveries.subscription            NOTHING a reader's, which is for all
      change_deliveries.failure_reason          ANYTHING
      change_seals.changes_root                 NOTHING a hash of hashes
      change_seals.log_root                     NOTHING a hash of hashes
      change_seals.nodes                        NOTHING hashes of hashes
      change_seals.snapshot                     NOTHING ids of transactions
      change_seals.positions                    NOTHING positions
      change_seals.leaves                       NOTHING hashes of commitments
      change_seals.dropped_positions            NOTHING positions
      change_seal_head.log_root                 NOTHING a hash of hashes
      library_compatibility.oldest_library      NOTHING a version
      zkpersona_schema_history.version          NOTHING a migration's
      zkpersona_schema_history.description      NOTHING a migration's
      zkpersona_schema_history.type             NOTHING a migration's
      zkpersona_schema_history.script           NOTHING a migration's
      zkpersona_schema_history.installed_by     NOTHING a database role
      """;

  /**
   * Columns of all types except numbers, times, booleans and ids, unless a check lists their
   * values.
   */
  private static final String COLUMNS =
      """
      SELECT c.relname || '.' || a.attname
      FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type AS t ON t.oid = a.atttypid
      WHERE c.relnamespace = 'zkpersona'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT c.relispartition AND t.typcategory NOT IN ('N', 'D', 'T', 'B') AND t.typname <> 'uuid'
        AND NOT EXISTS (
          SELECT FROM pg_constraint AS k
          WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
            AND pg_get_constraintdef(k.oid) LIKE '%= ANY%ARRAY[%')
      """;

  private HeldOfAPerson() {}

  /** Returns the decisions, by table and column. */
  static Map<String, Holds> decisions() {
    Map<String, Holds> decisions = new TreeMap<>();
    for (String line : DECISIONS.lines().toList()) {
      String[] parts = line.split("\\s+", 3);
      Holds holds = Holds.valueOf(parts[1]);
      if (holds == Holds.NOTHING && parts.length < 3) {
        throw new AssertionError("no reason: " + line);
      }
      if (decisions.put(parts[0], holds) != null) {
        throw new AssertionError("twice: " + line);
      }
    }
    return decisions;
  }

  /** Returns the columns with this content. */
  static List<String> columns(Holds holds) {
    return decisions().entrySet().stream()
        .filter(decision -> decision.getValue() == holds)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the columns that need a decision. */
  static Set<String> columnsOf(TestDatabase database) {
    return new TreeSet<>(database.query(COLUMNS));
  }
}
