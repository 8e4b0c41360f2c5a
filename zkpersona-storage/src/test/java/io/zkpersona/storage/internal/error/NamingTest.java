package io.zkpersona.storage.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {

  @ParameterizedTest
  @CsvSource({
    "id, id",
    "wallet_address, walletAddress",
    "behavior_session_id, behaviorSessionId",
    "timestamp, timestamp"
  })
  void aColumnIsNamedAsItsComponent(String column, String component) {
    assertThat(Naming.component(column)).isEqualTo(component);
  }

  @ParameterizedTest
  @CsvSource({
    "users, user",
    "behavior_sessions, behavior session",
    "behavior_inputs, behavior input",
    "scoring_results, scoring result",
    "zk_proofs, zk proof",
    "reputation_records, reputation record",
    "library_compatibility, library compatibility"
  })
  void aTableIsNamedAsOneOfItsRows(String table, String entityType) {
    assertThat(Naming.entityType(table)).isEqualTo(entityType);
  }
}
