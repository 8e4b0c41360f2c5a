package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows written under V0006 survive the upgrade unchanged, and the repositories can read them. */
class UpgradeFromV0006IT {

  private static TestDatabase database;
  private static DatabaseManager manager;
  private static Map<String, String> checksumsBefore;
  private static Map<String, String> checksumsAfter;
  private static Instant upgraded;

  @BeforeAll
  static void upgrade() throws IOException {
    database = TestDatabase.empty();
    MigrationScripts.migrateTo(database, "zkpersona", "0006");
    try (InputStream rows =
        UpgradeFromV0006IT.class.getResourceAsStream("/migrate/v0006-rows.sql")) {
      database.execute(
          new String(Objects.requireNonNull(rows).readAllBytes(), StandardCharsets.UTF_8));
    }
    Map<String, String> oldColumns = columns();
    checksumsBefore = checksums(oldColumns);
    upgraded = Instant.now();
    manager = database.open();
    checksumsAfter = checksums(oldColumns);
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @Test
  void theOldColumnsOfEveryTableHoldWhatTheyHeld() {
    assertThat(checksumsBefore)
        .hasSizeGreaterThan(10)
        .allSatisfy((table, checksum) -> assertThat(checksum).as(table).doesNotStartWith("0 "));
    assertThat(checksumsAfter).isEqualTo(checksumsBefore);
  }

  @Test
  void everyProofIsCarriedOverUnderItsId() {
    String columns = "id, scoring_result_id, proof_data, verification_key";

    assertThat(SchemaSnapshot.checksum(database, "zkpersona.zk_proofs", columns))
        .isEqualTo(SchemaSnapshot.checksum(database, "zkpersona.zkml_proofs", columns));
  }

  @Test
  void inputsAreReadWithDefaultsForWhatIsNew() {
    List<BehaviorInput> inputs = all().behaviorInputs().findAll();

    assertThat(inputs).hasSize(8);
    assertThat(inputs)
        .allSatisfy(
            input -> {
              assertThat(input.inputType()).isEqualTo(InputType.GENERAL);
              assertThat(input.source()).isEqualTo(BehaviorSource.WEB);
              assertThat(input.userId()).isNull();
              assertThat(input.behaviorSessionId()).isNull();
              assertThat(input.audit().createdBy()).isNull();
              assertThat(input.audit().modifiedBy()).isNull();
            });
    assertThat(all().behaviorInputs().findPage(PaginationParams.firstPage()).items())
        .containsExactlyInAnyOrderElementsOf(inputs);
  }

  @Test
  void textAndJsonOfInputsAreReadAsWritten() {
    assertThat(input(1))
        .returns(new SessionText("session-1"), BehaviorInput::sessionId)
        .returns(Json.of("{\"value\": 1234567890123456789012345678901}"), BehaviorInput::inputData)
        .returns(Instant.parse("2024-05-06T07:08:09.123456Z"), BehaviorInput::timestamp)
        .returns(false, BehaviorInput::processed);
    assertThat(input(2))
        .returns(new SessionText(""), BehaviorInput::sessionId)
        .returns(Json.of("null"), BehaviorInput::inputData)
        .returns(true, BehaviorInput::processed);
    assertThat(input(3))
        .returns(new SessionText("\uD83D\uDE42".repeat(255)), BehaviorInput::sessionId)
        .returns(Json.of("\"\u00e9 \uD83D\uDE42\""), BehaviorInput::inputData);
    assertThat(input(4).inputData()).isEqualTo(Json.emptyArray());
    assertThat(input(5).inputData()).isEqualTo(Json.of("1e-3"));
    assertThat(input(6).timestamp()).isEqualTo(Instant.parse("-4000-01-01T00:00:00Z"));
  }

  @Test
  void theTimeOfOldRowsIsWhenTheyHappenedYetNotInTheFuture() {
    assertThat(input(1).audit().createdAt()).isEqualTo(input(1).timestamp());
    assertThat(input(1).audit().modifiedAt()).isEqualTo(input(1).timestamp());
    assertThat(input(7).timestamp()).isEqualTo(Instant.parse("2999-12-31T23:59:59.999999Z"));
    assertThat(input(7).audit().createdAt())
        .isBetween(upgraded.minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
    assertThat(score(1).audit().createdAt()).isEqualTo(score(1).timestamp());
    assertThat(proof(1).audit().createdAt()).isEqualTo(Instant.parse("2024-05-06T08:00:00Z"));
  }

  @Test
  void oldInputsCanBeChanged() {
    all().behaviorInputs().markAsProcessed(input(8).id());

    assertThat(input(8).processed()).isTrue();
    assertThat(input(8).audit().modifiedAt()).isAfter(input(8).audit().createdAt());
  }

  @Test
  void scoresOfAnyPrecisionAndModelsOfAnyNameAreRead() {
    assertThat(all().scoringResults().findAll()).hasSize(5);
    assertThat(score(1).score()).isEqualByComparingTo("87.6543");
    assertThat(score(2).score()).isEqualByComparingTo("0.00000000000000000000000000001");
    assertThat(score(3).score())
        .isEqualByComparingTo(new BigDecimal("-123456789012345678901234567890.5"));
    assertThat(score(4).score()).isZero();
    assertThat(score(4).modelVersion()).isEmpty();
    assertThat(score(5).modelVersion()).hasSize(1_000);
    assertThat(all().scoringResults().findAll())
        .allSatisfy(
            score -> {
              assertThat(score.userId()).isNull();
              assertThat(score.confidenceLevel()).isNull();
              assertThat(score.metadata()).isNull();
            });
  }

  @Test
  void verifiedProofsAreVerifiedSinceTheyWereMadeAndTheOthersPending() {
    List<ZkProof> proofs = all().zkProofs().findAll();

    assertThat(proofs).hasSize(9);
    assertThat(proofs)
        .allSatisfy(
            proof -> {
              assertThat(proof.proofType()).isEqualTo(ProofType.ZKML);
              assertThat(proof.protocol()).isEqualTo(ProofProtocol.GROTH16);
              assertThat(proof.circuitVersion()).isEqualTo("unknown");
              assertThat(proof.publicSignals()).isEqualTo(Json.emptyObject());
              assertThat(proof.metadata().text()).contains("carried_over_from");
            });
    assertThat(proof(1))
        .returns(VerificationStatus.VERIFIED, ZkProof::verificationStatus)
        .returns(Instant.parse("2024-05-06T08:00:00Z"), ZkProof::verifiedAt)
        .returns(new ScoringResultId(uuid(2, 1)), ZkProof::scoringResultId)
        .returns(new BehaviorInputId(uuid(1, 1)), ZkProof::behaviorInputId)
        .returns(Json.of("{\"pi_a\": [\"1\", \"2\"]}"), ZkProof::proofData)
        .returns(Json.of("{\"alpha\": 1}"), ZkProof::verificationKey);
    assertThat(proof(2))
        .returns(VerificationStatus.PENDING, ZkProof::verificationStatus)
        .returns(null, ZkProof::verifiedAt)
        .returns(null, ZkProof::scoringResultId)
        .returns(null, ZkProof::behaviorInputId);
    assertThat(proof(9))
        .returns(VerificationStatus.VERIFIED, ZkProof::verificationStatus)
        .returns(Instant.parse("2999-01-01T00:00:00Z"), ZkProof::verifiedAt);
  }

  @Test
  void aTransactionHashThatDoesNotFitIsKeptInTheMetadata() {
    Map<Integer, Integer> kept = new TreeMap<>();
    Map<Integer, Integer> inMetadata = new TreeMap<>();
    IntStream.rangeClosed(2, 8)
        .forEach(
            number -> {
              ZkProof proof = proof(number);
              if (proof.transactionHash() != null) {
                kept.put(number, proof.transactionHash().length());
              }
              String other =
                  database.queryOne(
                      "SELECT length(metadata ->> 'blockchain_tx_hash') FROM zkpersona.zk_proofs"
                          + " WHERE id = '%s'".formatted(proof.id().value()));
              if (other != null) {
                inMetadata.put(number, Integer.valueOf(other));
              }
            });

    assertThat(kept).isEqualTo(Map.of(5, 10, 6, 100));
    assertThat(inMetadata).isEqualTo(Map.of(3, 0, 4, 9, 7, 101, 8, 255));
    assertThat(proof(2).metadata()).isEqualTo(Json.of("{\"carried_over_from\": \"zkml_proofs\"}"));
  }

  @Test
  void usersOfEveryStatusAndWithoutAnyNameAreRead() {
    List<User> users =
        IntStream.rangeClosed(0xa, 0xd)
            .mapToObj(number -> all().users().getById(new UserId(uuid(0, number))))
            .toList();

    assertThat(users).extracting(User::status).containsExactlyInAnyOrder(UserStatus.values());
    assertThat(users)
        .allSatisfy(
            user -> {
              assertThat(user.walletAddress()).isNull();
              assertThat(user.privacySettings()).isEqualTo(PrivacySettings.defaults());
            });
    assertThat(users).anyMatch(user -> user.email() == null && user.username() == null);
    assertThat(users).anyMatch(user -> user.audit().createdBy() != null);
  }

  private static Repositories all() {
    return manager.repositories();
  }

  private static BehaviorInput input(int number) {
    return all().behaviorInputs().getById(new BehaviorInputId(uuid(1, number)));
  }

  private static ScoringResult score(int number) {
    return all().scoringResults().getById(new ScoringResultId(uuid(2, number)));
  }

  private static ZkProof proof(int number) {
    return all().zkProofs().getById(new ZkProofId(uuid(3, number)));
  }

  private static UUID uuid(int kind, int number) {
    return new UUID((long) kind << 32, number);
  }

  /** Returns the columns of each table at V0006. */
  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String table :
        database.query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'zkpersona'"
                + " AND table_name <> 'zkpersona_schema_history' ORDER BY 1")) {
      columns.put(
          table,
          database.queryOne(
              "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
                  + " FROM information_schema.columns WHERE table_schema = 'zkpersona'"
                  + " AND table_name = '%s'".formatted(table)));
    }
    return columns;
  }

  private static Map<String, String> checksums(Map<String, String> columns) {
    Map<String, String> checksums = new LinkedHashMap<>();
    columns.forEach(
        (table, names) ->
            checksums.put(
                table,
                database.queryOne(
                    ("SELECT count(*) || ' ' || md5(string_agg(t::text, E'\\n' ORDER BY t::text))"
                            + " FROM (SELECT %s FROM zkpersona.%s) AS t")
                        .formatted(names, table))));
    return checksums;
  }
}
