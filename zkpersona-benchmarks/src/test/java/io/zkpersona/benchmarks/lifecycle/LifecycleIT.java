package io.zkpersona.benchmarks.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.candidate.ordinary.OrdinaryLifecycle;
import io.zkpersona.benchmarks.candidate.ours.ZkPersonaLifecycle;
import io.zkpersona.benchmarks.candidate.raw.RawJdbc;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain JDBC leaves the same rows as this library, whatever the call. */
final class LifecycleIT {

  private static final int CALLS = 5;

  private static final String ADDED =
      "id >= " + LifecycleFixture.literal(LifecycleFixture.FIRST_ADDED);

  /** The tables that calls write, and the condition for rows that are added or changed. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    for (String table :
        List.of(
            "users",
            "behavior_sessions",
            "scoring_results",
            "zk_proofs",
            "verification_attempts",
            "reputation_records",
            "auth_sessions",
            "refresh_tokens",
            "sponsors",
            "sponsored_transactions")) {
      TABLES.put(table, ADDED);
    }
    TABLES.put("behavior_inputs", ADDED + " OR mtime > ctime + interval '1 hour'");
    TABLES.put("verification_keys", "true");
    TABLES.put("nullifiers", "true");
    TABLES.put("sponsor_daily_budgets", "true");
  }

  /** Rows as text, without what differs from call to call: generated ids, times, random bytes. */
  private static final String ROWS =
      "SELECT coalesce(string_agg(line, chr(10) ORDER BY line), '') FROM (SELECT (SELECT"
          + " string_agg(key || '=' || coalesce(CASE"
          + " WHEN key IN ('token_hash', 'sealed_pair', 'session_token') THEN length(value)::text"
          + " WHEN value ~ '^[0-9a-f]{8}-[0-9a-f-]{27}$' AND value >= '019a0000' THEN 'an id'"
          + " WHEN value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' THEN 'a time'"
          + " ELSE value END, 'null'), ' ' ORDER BY key) FROM jsonb_each_text(to_jsonb(t)))"
          + " AS line FROM :table AS t WHERE :those) AS lines";

  private static Server server;
  private static Fixture fixture;
  private static HikariDataSource pool;
  private static LifecycleFixture lifecycle;
  private static Lifecycle library;
  private static Lifecycle ordinary;
  private static Candidate raw;

  @BeforeAll
  static void start() throws SQLException, IOException {
    server = Server.start("128MB", "off");
    fixture = Fixture.load(server, Dataset.of(10_000));
    pool = server.pool("by hand");
    lifecycle = LifecycleFixture.load(server, fixture);
    library = new ZkPersonaLifecycle(lifecycle.repositories());
    ordinary = new OrdinaryLifecycle(pool);
    raw = new RawJdbc(pool);
  }

  @AfterAll
  static void stop() {
    lifecycle.close();
    pool.close();
    fixture.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void ordinaryJdbcLeavesTheRowsOfTheLibrary(Call call) throws SQLException {
    assertThat(rows(call, ordinary)).isEqualTo(rows(call, library));
  }

  static Stream<Call> byRaw() {
    return Arrays.stream(Call.values()).filter(Call::byRaw);
  }

  @ParameterizedTest
  @MethodSource("byRaw")
  void theFewestRoundTripsLeaveTheRowsOfTheLibrary(Call call) throws SQLException {
    assertThat(rows(call, raw.lifecycle())).isEqualTo(rows(call, library));
  }

  private static String rows(Call call, Lifecycle subject) throws SQLException {
    String before = rows();
    Work work = call.on(lifecycle);
    work.prepare(CALLS);
    for (int i = 0; i < CALLS; i++) {
      work.call(subject);
    }
    String after = rows();
    assertThat(after.equals(before)).isEqualTo(call == Call.ANALYTICS);
    work.check();
    work.restore();
    fixture.vacuum();
    assertThat(rows()).as("restored").isEqualTo(before);
    return after;
  }

  private static String rows() throws SQLException {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      rows.append(table.getKey())
          .append(":\n")
          .append(
              fixture.ask(
                  ROWS.replace(":table", table.getKey()).replace(":those", table.getValue())))
          .append('\n');
    }
    return rows.toString();
  }

  @Test
  void aStatementIsNotProvedTwice() throws SQLException {
    for (Lifecycle subject : List.of(library, ordinary, raw.lifecycle())) {
      subject.createProof(request("of nobody", "1"));
      assertThatThrownBy(() -> subject.createProof(request("of nobody", "1")))
          .isInstanceOf(RuntimeException.class);
      lifecycle.restore();
    }
  }

  @Test
  void aNullifierIsSpentOnce() throws SQLException {
    lifecycle
        .repositories()
        .zkProofs()
        .declareCircuit(
            Circuit.builder()
                .name("once")
                .version("1")
                .protocol(ProofProtocol.MARLIN)
                .verificationKeys(List.of(key("of once")))
                .nullifier(new NullifierRule("once", 0, List.of(), 1))
                .build());
    for (Lifecycle subject : List.of(library, raw.lifecycle())) {
      ZkProofId first = ofCircuit(1);
      ZkProofId second = ofCircuit(2);
      subject.markVerified(first, attempt());
      assertThatThrownBy(() -> subject.markVerified(second, attempt()))
          .isInstanceOfAny(NullifierSpentException.class, IllegalStateException.class);
      assertThat(lifecycle.repositories().zkProofs().getById(second).verificationStatus())
          .isEqualTo(VerificationStatus.PENDING);
      lifecycle.requireAdded("verification_attempts", 1);
      fixture.run("DELETE FROM nullifiers");
      fixture.run("DELETE FROM zk_proofs WHERE circuit_name IS NOT NULL");
    }
    lifecycle.restore();
    fixture.run("DELETE FROM circuits");
  }

  private static ZkProofId ofCircuit(int user) {
    return library
        .createProof(
            request("of once", "7").withUserId(lifecycle.user(user)).withCircuitName("once"))
        .id();
  }

  private static CreateZkProofRequest request(String key, String signal) {
    return CreateZkProofRequest.builder()
        .userId(lifecycle.user(1))
        .proofData(Json.of("{\"pi_a\": \"1\"}"))
        .verificationKey(key(key))
        .publicSignals(Json.of("[\"" + signal + "\"]"))
        .protocol(ProofProtocol.MARLIN)
        .circuitVersion("1")
        .build();
  }

  private static Json key(String name) {
    return Json.of("{\"key\": \"" + name + "\"}");
  }

  private static VerificationAttempt attempt() {
    return VerificationAttempt.builder()
        .verifierName("a verifier")
        .verifierVersion("1")
        .verdict(VerificationVerdict.ACCEPTED)
        .build();
  }
}
