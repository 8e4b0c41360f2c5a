package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Storing each key once saves space, in bytes on disk with all indexes. */
@NewestServerOnly(unlessLong = true)
class ProofSizeIT extends ProofTests {

  private static final int COPIES = 10;

  @Test
  void keysKeptOnceTakeLessThanHalfOfWhatKeysInEachRowTake() {
    List<ZkProof> proofs = new ArrayList<>();
    long number = 0;
    for (int copy = 0; copy < COPIES; copy++) {
      for (ProofSamples.Sample sample : ProofSamples.GROTH16) {
        List<Json> signals = sample.signals().elements();
        proofs.add(
            ProofSamples.of(ProofProtocol.GROTH16, sample)
                .withPublicSignals(
                    Json.of(
                        "[%s,%s,\"%d\",%s,%s]"
                            .formatted(
                                signals.get(0).text(),
                                signals.get(1).text(),
                                number++,
                                signals.get(3).text(),
                                signals.get(4).text()))));
      }
      for (ProofSamples.Sample sample : ProofSamples.PLONK) {
        proofs.add(
            ProofSamples.of(ProofProtocol.PLONK, sample)
                .withPublicSignals(Json.of("[\"1\",\"%d\"]".formatted(number++))));
      }
    }
    proofs().saveAll(proofs);
    database()
        .execute(
            "CREATE TABLE zkpersona.naive (LIKE zkpersona.zk_proofs INCLUDING ALL);"
                + " INSERT INTO zkpersona.naive SELECT p.* FROM zkpersona.zk_proofs AS p;"
                + " ALTER TABLE zkpersona.naive DROP CONSTRAINT zk_proofs_verification_key_check;"
                + " UPDATE zkpersona.naive SET verification_key = k.key"
                + " FROM zkpersona.verification_keys AS k WHERE k.hash = verification_key_hash;"
                + " ALTER TABLE zkpersona.naive DROP COLUMN verification_key_hash,"
                + " DROP COLUMN statement_hash, DROP COLUMN statement_global,"
                + " DROP COLUMN nullifier_hash");
    for (String table : List.of("naive", "zk_proofs", "verification_keys", "nullifiers")) {
      database().execute("VACUUM FULL zkpersona." + table);
    }

    long ours =
        Stream.of("zk_proofs", "verification_keys", "nullifiers").mapToLong(this::bytes).sum();
    long naive = bytes("naive");

    assertThat(rows("naive")).isEqualTo(135L * COPIES);
    assertThat(ours)
        .as("%d proofs: %d bytes, with a key in each row %d", proofs.size(), ours, naive)
        .isLessThan(naive / 2);
    database().execute("DROP TABLE zkpersona.naive");
  }

  private long bytes(String table) {
    return Long.parseLong(
        database().queryOne("SELECT pg_total_relation_size('zkpersona.%s')".formatted(table)));
  }
}
