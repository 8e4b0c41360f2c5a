package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.proof.document.WitnessMembers;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.contract.Together;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement is verified once, whichever proof proves it and however it is spelled. */
class ProofStatementIT extends ProofTests {

  private static final int THREADS = 50;

  @Test
  void everyRealProofIsStoredAndFoundAsItWas() {
    UserId user = user();
    List<ZkProof> given =
        Stream.concat(
                ProofSamples.GROTH16.stream()
                    .map(sample -> ProofSamples.of(ProofProtocol.GROTH16, sample)),
                ProofSamples.PLONK.stream()
                    .map(sample -> ProofSamples.of(ProofProtocol.PLONK, sample)))
            .map(proof -> proof.withUserId(user))
            .toList();

    for (ZkProof proof : given) {
      CreatedProof created = proofs().create(request(proof), IfStatementExists.THROW);

      ZkProof stored = proofs().getById(created.proof().id());
      assertThat(created.existed()).isFalse();
      assertThat(stored).isEqualTo(created.proof());
      assertThat(stored.proofData()).isEqualTo(proof.proofData());
      assertThat(stored.verificationKey()).isEqualTo(proof.verificationKey());
      assertThat(stored.publicSignals()).isEqualTo(proof.publicSignals());
    }

    assertThat(given).hasSize(135);
    assertThat(rows("zk_proofs")).isEqualTo(135);
    assertThat(rows("verification_keys")).isEqualTo(2);
    assertThat(rows("zk_proofs WHERE verification_key IS NOT NULL")).isZero();
    assertThatThrownBy(() -> proofs().saveAll(anew(given.subList(3, 5))))
        .isInstanceOfSatisfying(
            DuplicateStatementException.class,
            refused -> {
              assertThat(refused.index()).hasValue(0);
              assertThat(refused.earlierProofId()).isPresent();
            });
  }

  private static List<ZkProof> anew(List<ZkProof> proofs) {
    return proofs.stream().map(proof -> proof.withId(ZkProofId.generate())).toList();
  }

  /** Judges each variant of a proof whose original is stored. */
  @ParameterizedTest
  @CsvSource({
    "malleated_negA_negB, SAME",
    "pretty_printed_same_proof, SAME",
    "negC_only, SAME",
    "point_at_infinity, SAME",
    "public_plus_r, publicSignals[0]",
    "public_hex, SAME",
    "public_HEX_padded, SAME",
    "public_leading_zero, SAME",
    "public_number_type, SAME",
    "coords_plus_q, SAME",
    "not_on_curve, proofData.pi_a",
    "missing_public, publicSignals",
    "extra_public, publicSignals",
    "tampered_threshold, PENDING",
    "tampered_nullifier, PENDING",
    "swapped_public_order, PENDING",
    "other_users_public, PENDING"
  })
  void everyVariantIsJudged(String variant, String judgement) {
    UserId user = user();
    List<ZkProof> originals = new ArrayList<>();
    for (int base : new int[] {0, 7}) {
      ZkProof proof = ProofSamples.of(ProofProtocol.GROTH16, ProofSamples.GROTH16.get(base));
      originals.add(verified(proof.withUserId(user)));
    }
    int seen = 0;
    for (Map<String, Json> line : ProofSamples.lines("variants.ndjson")) {
      if (!line.get("variant").string().equals(variant)) {
        continue;
      }
      ZkProof form =
          ProofSamples.of(ProofProtocol.GROTH16, 0).toBuilder()
              .userId(user)
              .proofData(line.get("proof"))
              .publicSignals(line.get("publicSignals"))
              .build();
      ZkProof original = originals.get(line.get("baseId").text().equals("0") ? 0 : 1);
      long before = rows("zk_proofs");
      seen++;

      switch (judgement) {
        case "SAME" -> {
          assertThat(proofs().create(request(form), IfStatementExists.RETURN_OWN))
              .isEqualTo(new CreatedProof(original, true));
          assertThatThrownBy(() -> proofs().create(request(form)))
              .isInstanceOf(DuplicateStatementException.class);
          assertThat(rows("zk_proofs")).isEqualTo(before);
        }
        case "PENDING" -> {
          CreatedProof created = proofs().create(request(form), IfStatementExists.RETURN_OWN);
          assertThat(created.existed()).isFalse();
          assertThat(created.proof().verificationStatus()).isEqualTo(VerificationStatus.PENDING);
          assertThat(rows("zk_proofs")).isEqualTo(before + 1);
        }
        default -> {
          assertThatThrownBy(() -> proofs().create(request(form), IfStatementExists.RETURN_OWN))
              .isInstanceOfSatisfying(
                  ValidationException.class,
                  refused -> assertThat(refused.fields()).containsExactly(judgement));
          assertThat(rows("zk_proofs")).isEqualTo(before);
        }
      }
    }
    assertThat(seen).isEqualTo(2);
  }

  @Test
  void everyVariantIsAmongThem() {
    Set<String> variants = new HashSet<>();
    ProofSamples.lines("variants.ndjson")
        .forEach(line -> variants.add(line.get("variant").string()));
    assertThat(variants).hasSize(17);
  }

  /** Verified, or a candidate with the same content. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStatementIsUniquePerUserAndItsEarlierProofIsGivenBackOrNamed(boolean verified) {
    UserId user = user();
    ZkProof given = proof(1).withUserId(user);
    ZkProof first = verified ? verified(given) : proofs().save(given);

    assertThat(proofs().create(request(proof(1).withUserId(user)), IfStatementExists.RETURN_OWN))
        .isEqualTo(new CreatedProof(first, true));
    for (Runnable again :
        List.<Runnable>of(
            () -> proofs().create(request(proof(1).withUserId(user)), IfStatementExists.THROW),
            () -> proofs().create(request(proof(1).withUserId(user))),
            () -> proofs().save(proof(1).withUserId(user)))) {
      assertThatThrownBy(again::run)
          .isInstanceOfSatisfying(
              DuplicateStatementException.class,
              refused -> {
                assertThat(refused.earlierProofId()).contains(first.id().value());
                assertThat(refused.field()).isEqualTo("publicSignals");
              });
    }
    List<ZkProof> bulk = List.of(proof(2).withUserId(user), proof(1).withUserId(user));
    assertThatThrownBy(() -> proofs().saveAll(bulk))
        .isInstanceOfSatisfying(
            DuplicateStatementException.class,
            refused -> {
              assertThat(refused.index()).hasValue(1);
              assertThat(refused.earlierProofId()).contains(first.id().value());
            });
    assertThat(rows("zk_proofs")).isOne();
  }

  @Test
  void aStatementIsUniqueGloballyOnlyIfItsCircuitSaysSo() {
    UserId one = user();
    UserId other = user();
    verified(proof(1).withUserId(one));
    verified(proof(1).withUserId(other));
    verified(proof(1));
    assertThatThrownBy(() -> proofs().save(proof(1)))
        .isInstanceOf(DuplicateStatementException.class);
    assertThat(proofs().create(request(proof(1)), IfStatementExists.RETURN_OWN).existed()).isTrue();

    proofs().declareCircuit(global());
    ZkProof mine = verified(globalProof(1).withUserId(one));
    for (UserId user : new UserId[] {other, null}) {
      assertThatThrownBy(
              () ->
                  proofs()
                      .create(
                          request(globalProof(1).withUserId(user)), IfStatementExists.RETURN_OWN))
          .isInstanceOfSatisfying(
              DuplicateStatementException.class,
              refused -> {
                assertThat(refused.earlierProofId()).isEmpty();
                assertThat(refused).hasMessageNotContaining(mine.id().value().toString());
              });
    }
    assertThat(
            proofs()
                .create(request(globalProof(1).withUserId(one)), IfStatementExists.RETURN_OWN)
                .proof())
        .isEqualTo(mine);
  }

  private static Circuit global() {
    return Circuit.builder()
        .name("one of a kind")
        .version("1")
        .protocol(ProofProtocol.FFLONK)
        .verificationKeys(List.of(ProofSamples.key(ProofProtocol.FFLONK)))
        .statementUniqueness(StatementUniqueness.GLOBAL)
        .build();
  }

  private static ZkProof globalProof(int number) {
    return ProofSamples.of(ProofProtocol.FFLONK, number).withCircuitName("one of a kind");
  }

  @Test
  void aProofThatFailedOrIsDeletedStandsInNobodysWay() {
    ZkProof failed = proofs().save(proof(1));
    proofs().markFailed(failed.id(), rejected()).orElseThrow();
    ZkProof second = proofs().create(request(proof(1)));
    assertThatThrownBy(() -> proofs().save(proof(1)))
        .isInstanceOf(DuplicateStatementException.class);
    proofs().save(proof(1).withVerificationStatus(VerificationStatus.FAILED));

    proofs().deleteById(second.id());
    assertThat(proofs().create(request(proof(1)), IfStatementExists.RETURN_OWN).existed())
        .isFalse();
  }

  @Test
  void ofFiftyWhoProveTheSameAtOnceOneIsStored() throws InterruptedException {
    UserId user = user();
    int stored = 0;
    for (IfStatementExists wanted : IfStatementExists.values()) {
      int number = stored++;
      var outcomes =
          Together.run(
              THREADS, () -> proofs().create(request(proof(number).withUserId(user)), wanted));

      if (wanted == IfStatementExists.RETURN_OWN) {
        List<CreatedProof> created = Together.values(outcomes);
        assertThat(created.stream().filter(each -> !each.existed())).hasSize(1);
        assertThat(created).extracting(CreatedProof::proof).containsOnly(created.get(0).proof());
      } else {
        assertThat(Together.failures(outcomes))
            .hasSize(THREADS - 1)
            .allSatisfy(
                failure ->
                    assertThat(failure)
                        .isInstanceOfSatisfying(
                            DuplicateStatementException.class,
                            refused -> assertThat(refused.earlierProofId()).isPresent()));
      }
      assertThat(rows("zk_proofs")).isEqualTo(stored);
    }
    assertThat(rows("verification_keys")).isOne();
  }

  @Test
  void aKeyIsKeptOnceHoweverItIsWrittenAndByHowMany() throws InterruptedException {
    Json key = ProofSamples.key(ProofProtocol.GROTH16);
    Json spaced = Json.of(key.text().replace(",", " , ").replace(":", " :\n"));
    assertThat(spaced.text()).isNotEqualTo(key.text());
    int[] number = {0};

    Together.values(
        Together.run(
            THREADS,
            () -> {
              int mine;
              synchronized (number) {
                mine = number[0]++;
              }
              return proofs().save(proof(mine).withVerificationKey(mine % 2 == 0 ? key : spaced));
            }));

    assertThat(rows("verification_keys")).isOne();
    assertThat(rows("zk_proofs")).isEqualTo(THREADS);
    assertThat(proofs().findAll())
        .allSatisfy(stored -> assertThat(stored.verificationKey()).isEqualTo(key));
  }

  @Test
  void oldRowsWithAKeyOfTheirOwnAreReadAndKeepTheirDuplicates() {
    database()
        .execute(
            "INSERT INTO zkpersona.zk_proofs (proof_data, verification_key, circuit_version)"
                + " SELECT '1', '{\"alpha\": 1.0}', '1' FROM generate_series(1, 2)");

    List<ZkProof> old = proofs().findAll();

    assertThat(old).hasSize(2);
    assertThat(old)
        .allSatisfy(
            proof -> {
              assertThat(proof.verificationKey()).isEqualTo(Json.of("{\"alpha\":1}"));
              assertThat(proofs().update(proof.withProofType(ProofType.CUSTOM)).proofData())
                  .isEqualTo(Json.of("1"));
            });
    assertThat(proofs().headers().find(ZkProofFilter.none()))
        .hasSize(2)
        .allSatisfy(header -> assertThat(header.verificationKeyHash()).isNull());
  }

  @Test
  void whatAProofClaimsIsNotForUpdatesToChange() {
    ZkProof stored = proofs().save(proof(1));
    Map.<String, ZkProof>of(
            "userId", stored.withUserId(user()),
            "proofData", stored.withProofData(Json.emptyArray()),
            "verificationKey", stored.withVerificationKey(Json.emptyArray()),
            "publicSignals", stored.withPublicSignals(Json.emptyArray()),
            "protocol", stored.withProtocol(ProofProtocol.PLONK),
            "verificationStatus", stored.withVerificationStatus(VerificationStatus.FAILED),
            "circuitName", stored.withCircuitName("another"),
            "circuitVersion", stored.withCircuitVersion("2"),
            "blockNumber", stored.withBlockNumber(1L))
        .forEach(
            (field, changed) -> {
              for (Runnable update :
                  List.<Runnable>of(
                      () -> proofs().update(changed),
                      () -> proofs().update(stored.id(), current -> changed))) {
                assertThatThrownBy(update::run)
                    .isInstanceOfSatisfying(
                        ValidationException.class,
                        refused -> assertThat(refused.fields()).containsExactly(field));
              }
            });
    assertThat(proofs().getById(stored.id())).isEqualTo(stored);
  }

  @Test
  void insideATransactionOnlyTheRefusedProofIsUndone() {
    manager()
        .inTransaction(
            tx -> {
              tx.zkProofs().save(proof(1));
              assertThatThrownBy(() -> tx.zkProofs().save(proof(1)))
                  .isInstanceOf(DuplicateStatementException.class);
              assertThat(
                      tx.zkProofs()
                          .create(request(proof(1)), IfStatementExists.RETURN_OWN)
                          .existed())
                  .isTrue();
              tx.zkProofs().save(proof(2));
            });
    assertThat(rows("zk_proofs")).isEqualTo(2);
    assertThatThrownBy(
            () ->
                manager()
                    .inTransaction(
                        tx -> {
                          tx.zkProofs().save(ProofSamples.of(ProofProtocol.FFLONK, 1));
                          throw new ZkPersonaException(ErrorCode.STALE, "undone");
                        }))
        .hasMessage("undone");
    assertThat(rows("zk_proofs")).isEqualTo(2);
    assertThat(rows("verification_keys")).isOne();
  }

  /** Through every call, and only until its caller confirms it. */
  @Test
  void aWitnessInMetadataIsStoredKnowinglyOrNotAtAll() {
    Json witness = Json.of("{\"run\":{\"Private-Inputs\":[1]}}");
    ZkProof stored = proofs().save(proof(1));
    ZkProof fresh = proof(2).withMetadata(witness);
    ZkProof changed = stored.withMetadata(witness);
    for (Runnable attempt :
        List.<Runnable>of(
            () -> proofs().create(request(fresh)),
            () -> proofs().save(fresh),
            () -> proofs().saveAll(List.of(proof(3), fresh)),
            () -> proofs().saveAll(List.of(fresh), BulkOptions.atomic()),
            () -> proofs().update(changed),
            () -> proofs().update(stored.id(), current -> current.withMetadata(witness)),
            () -> proofs().updateAll(List.of(changed), BulkOptions.atomic()),
            () -> proofs().upsertAll(List.of(changed), BulkOptions.atomic()),
            () -> proofs().upsertAll(List.of(fresh), BulkOptions.atomic()))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused ->
                  assertThat(refused.fields())
                      .singleElement()
                      .asString()
                      .startsWith("metadata.")
                      .endsWith("Private-Inputs"));
    }
    assertThat(proofs().findAll()).containsExactly(stored);

    ZkProofRepository knowing = proofs().with(WitnessMembers.STORED_KNOWINGLY);
    assertThat(knowing.save(fresh).metadata()).isEqualTo(witness);
    assertThat(knowing.update(changed).metadata()).isEqualTo(witness);
  }

  @Test
  void synthetic381ProofsAreStoredToo() {
    ZkProof proof =
        ProofSamples.of(ProofProtocol.GROTH16, 0).toBuilder()
            .proofData(ProofSamples.document("bls12381_proof.json"))
            .verificationKey(ProofSamples.document("bls12381_key.json"))
            .publicSignals(Json.of("[\"1\"]"))
            .build();

    assertThat(proofs().getById(proofs().save(proof).id()).verificationKey())
        .isEqualTo(ProofDocuments.canonicalKey(ProofProtocol.GROTH16, proof.verificationKey()));
    assertThatThrownBy(
            () ->
                proofs().save(proof(1).withProofData(ProofSamples.document("bls12381_proof.json"))))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("proofData.curve"));
  }
}
