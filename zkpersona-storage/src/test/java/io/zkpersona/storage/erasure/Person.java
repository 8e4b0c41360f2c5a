package io.zkpersona.storage.erasure;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A person with rows in every table, which carry the person's mark wherever they can. */
final class Person {

  final String mark;
  final User user;
  final BehaviorSession session;
  final BehaviorInput input;
  final List<BehaviorInput> inputs = new ArrayList<>();
  private final TestDatabase database;

  /** Stores all rows; {@code number} makes unique values. */
  Person(TestDatabase database, Repositories all, String mark, int number) {
    this.database = database;
    this.mark = mark;
    this.user =
        all.users()
            .save(
                User.builder()
                    .walletAddress(new WalletAddress("0xabcdef%034x".formatted(number)))
                    .email(new EmailAddress(mark + "@example.org"))
                    .username(new Username(mark))
                    .build());
    this.session =
        all.behaviorSessions()
            .save(
                BehaviorSession.builder()
                    .userId(user.id())
                    .sessionToken(new SessionToken(mark + "-token"))
                    .metadata(json())
                    .build());
    this.input = all.behaviorInputs().save(inputOf(user.id()));
    inputs.add(input);
    // Added in the session without a user id, so it belongs to the person.
    inputs.add(all.behaviorInputs().save(inputOf(null)));
    for (BehaviorInput one : inputs) {
      ScoringResult score =
          all.scoringResults()
              .create(
                  CreateScoringResultRequest.builder()
                      .behaviorInputId(one.id())
                      .userId(one.userId())
                      .score(BigDecimal.ONE)
                      .modelVersion(mark)
                      .metadata(json())
                      .build());
      insertProof("behavior_input_id", one.id().value());
      insertProof("scoring_result_id", score.id().value());
      database.execute(
          """
          INSERT INTO zkpersona.zkml_proofs (scoring_result_id, proof_data, verification_key, "timestamp")
          VALUES ('%s', '%s', '{}', now())
          """
              .formatted(score.id().value(), json().text()));
    }
    insertProof("user_id", user.id().value());
    database.execute(
        """
        INSERT INTO zkpersona.behavior_input_claims (behavior_input_id, attempts, available_at, failure_reason)
        VALUES ('%s', 1, now(), '%s')
        """
            .formatted(input.id().value(), mark));
    insertReputation();
    insertSignIn();
  }

  BehaviorInput inputOf(UserId owner) {
    return BehaviorInput.builder()
        .userId(owner)
        .behaviorSessionId(session.id())
        .sessionId(new SessionText(mark))
        .inputData(json())
        .externalKey(new ExternalKey(mark + "/" + UUID.randomUUID()))
        .build();
  }

  private Json json() {
    return Json.of("{\"mark\": \"" + mark + "\"}");
  }

  private void insertProof(String column, UUID id) {
    database.execute(
        """
        INSERT INTO zkpersona.nullifiers (hash, uses) VALUES (sha256('%4$s'), 1) ON CONFLICT DO NOTHING;
        WITH proof AS (
          INSERT INTO zkpersona.zk_proofs
            (%1$s, proof_data, verification_key, circuit_version, metadata, nullifier_hash)
          VALUES ('%2$s', '%3$s', '{}', '1', '%3$s', sha256('%4$s'))
          RETURNING id, user_id)
        INSERT INTO zkpersona.verification_attempts
          (zk_proof_id, user_id, verifier_name, verifier_version, verdict, reason, attempted_at, decisive)
        SELECT id, user_id, 'verifier', '1', 'rejected', '%4$s', now(), false FROM proof
        """
            .formatted(column, id, json().text(), mark));
  }

  private void insertReputation() {
    database.execute(
        """
        INSERT INTO zkpersona.reputation_records
          (user_id, reputation_score, zk_proof_id, contributing_factors)
        SELECT user_id, 50, id, '["%s"]' FROM zkpersona.zk_proofs WHERE user_id = '%s'
        """
            .formatted(mark, user.id().value()));
  }

  private void insertSignIn() {
    database.execute(
        """
        INSERT INTO zkpersona.auth_sessions
          (user_id, token_hash, expires_at, revoked_at, revoke_reason, sealed_pair, sealed_pair_until)
        VALUES ('%1$s', sha256('%2$s'), now() + interval '1 day', now(), '%2$s', '%2$s', now());
        INSERT INTO zkpersona.refresh_tokens (user_id, auth_session_id, token_hash, expires_at)
        SELECT user_id, id, token_hash, expires_at FROM zkpersona.auth_sessions
        WHERE user_id = '%1$s' AND clock_timestamp() IS NOT NULL;
        INSERT INTO zkpersona.roles (name) VALUES ('role of many') ON CONFLICT DO NOTHING;
        INSERT INTO zkpersona.user_roles (user_id, role_id)
        SELECT '%1$s', id FROM zkpersona.roles WHERE clock_timestamp() IS NOT NULL;
        INSERT INTO zkpersona.wallet_challenges (nonce, wallet_address, chain_id, domain, uri, expires_at)
        SELECT '%2$s ' || spelling, spelling, '1', 'example.org', '%2$s', now() + interval '1 day'
        FROM unnest(ARRAY['%3$s', lower('%3$s')]) AS spelling;
        INSERT INTO zkpersona.sponsors (id, name, blockchain_network, wallet_address, daily_budget)
        VALUES ('00000000-0000-7000-8000-000000000001', 'sponsor', 'ethereum', 'sponsors wallet', 1)
        ON CONFLICT DO NOTHING;
        INSERT INTO zkpersona.sponsor_daily_budgets (sponsor_id, budget_date, budget)
        VALUES ('00000000-0000-7000-8000-000000000001', '2024-05-06', 1) ON CONFLICT DO NOTHING;
        INSERT INTO zkpersona.sponsored_transactions
          (user_id, sponsor_id, budget_date, blockchain_network, gas_limit, gas_price, reserved_amount, expires_at)
        VALUES ('%1$s', '00000000-0000-7000-8000-000000000001', '2024-05-06', 'ethereum', 1, 1, 1, now())
        """
            .formatted(user.id().value(), mark, user.walletAddress().value()));
  }
}
