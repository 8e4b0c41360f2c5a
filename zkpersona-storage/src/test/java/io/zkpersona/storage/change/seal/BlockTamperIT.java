package io.zkpersona.storage.change.seal;

import static io.zkpersona.domain.change.SealFinding.Kind.BLOCK_ALTERED;
import static io.zkpersona.domain.change.SealFinding.Kind.BLOCK_INSERTED;
import static io.zkpersona.domain.change.SealFinding.Kind.BLOCK_REMOVED;
import static io.zkpersona.domain.change.SealFinding.Kind.CHANGE_INSERTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ConsistencyProof;
import io.zkpersona.domain.change.SealFinding;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.SealsBrokenException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that were altered, and a log that was written anew. */
class BlockTamperIT extends TamperFixture {

  /** Expressions that alter each column of a block; one bit of bytes. */
  private static final Map<String, String> OF_BLOCKS =
      Map.ofEntries(
          Map.entry("sealed_at", "sealed_at + interval '1 microsecond'"),
          Map.entry("change_count", "change_count - 1"),
          Map.entry("first_position", "first_position - 1"),
          Map.entry("last_position", "last_position + 1"),
          Map.entry("changes_root", "set_bit(changes_root, 255, 1 - get_bit(changes_root, 255))"),
          Map.entry("log_root", "set_bit(log_root, 0, 1 - get_bit(log_root, 0))"),
          Map.entry("nodes", "set_bit(nodes, 7, 1 - get_bit(nodes, 7))"),
          Map.entry("tick_id", "tick_id - 1"),
          Map.entry("epoch_id", "epoch_id - 1"),
          Map.entry("low_position", "low_position - 1"),
          Map.entry("high_position", "high_position + 1"),
          Map.entry("is_complete", "NOT is_complete"),
          Map.entry("snapshot", "'1:1:'"),
          Map.entry("leaves", "set_bit(leaves, 0, 1 - get_bit(leaves, 0))"));

  @Test
  void everyColumnIsTried() {
    // Positions decide only which change is compared with which leaf, dropped ones only what is
    // reported of a change that is gone. Numbers are tried below.
    assertThat(columns("change_seals"))
        .containsAll(OF_BLOCKS.keySet())
        .allMatch(
            column ->
                OF_BLOCKS.containsKey(column)
                    || Set.of("number", "positions", "dropped_positions").contains(column));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anAlteredColumnOfABlockIsFound(long block) {
    OF_BLOCKS.forEach(
        (column, value) ->
            assertThat(
                    foundAfter(
                        "UPDATE change_seals SET %s = %s WHERE number = %d"
                            .formatted(column, value, block)))
                .as(column)
                .filteredOn(finding -> finding.kind() == BLOCK_ALTERED)
                .containsExactly(new SealFinding(BLOCK_ALTERED, block, null)));
  }

  @Test
  void aRemovedBlockIsFound() {
    assertThat(foundAfter("DELETE FROM change_seals WHERE number = 3"))
        .contains(new SealFinding(BLOCK_REMOVED, 3L, null))
        .filteredOn(finding -> finding.kind() != BLOCK_REMOVED)
        .hasSize(CHANGES)
        .allMatch(finding -> finding.kind() == CHANGE_INSERTED);
    assertThat(foundAfter("DELETE FROM change_seals WHERE number = 1"))
        .contains(new SealFinding(BLOCK_REMOVED, 1L, null));
    assertThat(foundAfter("DELETE FROM change_seals WHERE number > 3"))
        .containsExactly(
            new SealFinding(BLOCK_REMOVED, 4L, null), new SealFinding(BLOCK_REMOVED, 5L, null));
    assertThat(foundAfter("DELETE FROM change_seals")).hasSize(BLOCKS);
    // With the numbers of those after it.
    assertThat(
            foundAfter(
                """
                DELETE FROM change_seals WHERE number = 3;
                UPDATE change_seals SET number = 3 WHERE number = 4;
                UPDATE change_seals SET number = 4 WHERE number = 5
                """))
        .contains(
            new SealFinding(BLOCK_ALTERED, 3L, null),
            new SealFinding(BLOCK_ALTERED, 4L, null),
            new SealFinding(BLOCK_REMOVED, 5L, null));
  }

  @Test
  void anInsertedOrMovedBlockIsFound() {
    List<String> columns = columns("change_seals");
    String values = String.join(", ", columns.subList(1, columns.size()));
    assertThat(
            foundAfter(
                "INSERT INTO change_seals SELECT 6, %s FROM change_seals WHERE number = 2"
                    .formatted(values)))
        .contains(new SealFinding(BLOCK_INSERTED, 6L, null));
    assertThat(
            foundAfter(
                """
                UPDATE change_seals SET number = 99 WHERE number = 2;
                UPDATE change_seals SET number = 2 WHERE number = 3;
                UPDATE change_seals SET number = 3 WHERE number = 99
                """))
        .contains(
            new SealFinding(BLOCK_ALTERED, 2L, null), new SealFinding(BLOCK_ALTERED, 3L, null))
        .allMatch(finding -> finding.kind() == BLOCK_ALTERED);
  }

  @Test
  void anAlteredHeadIsFound() {
    assertThat(foundAfter("UPDATE change_seal_head SET blocks = blocks - 1"))
        .contains(new SealFinding(BLOCK_INSERTED, 5L, null));
    assertThat(foundAfter("UPDATE change_seal_head SET blocks = blocks + 1"))
        .containsExactly(new SealFinding(BLOCK_REMOVED, 6L, null));
    assertThat(foundAfter("UPDATE change_seal_head SET log_root = sha256('')"))
        .containsExactly(new SealFinding(BLOCK_ALTERED, 5L, null));
    assertThat(foundAfter("DELETE FROM change_seal_head"))
        .filteredOn(finding -> finding.kind() == BLOCK_INSERTED)
        .hasSize(BLOCKS);
  }

  @Test
  void aHeadThatCountsManyMoreBlocksIsReportedBrieflyAndNothingIsSealed() {
    sql("UPDATE change_seal_head SET blocks = 9223372036854775807");
    SealReport report = seals().verify();
    assertThat(report.findings()).hasSize(SealReport.MAX_FINDINGS);
    assertThat(report.found()).isEqualTo(Long.MAX_VALUE - BLOCKS);
    change(1);
    assertThatThrownBy(() -> seals().seal())
        .isInstanceOf(SealsBrokenException.class)
        .hasMessageContaining("nothing was sealed; verify() names the difference");
    assertThat(seals().head()).contains(anchored);
  }

  @Test
  void noProofIsMadeOfWhatWasAltered() {
    long position = positions.get(20);
    assertThat(seals().proofOfInclusion(position)).isPresent();
    for (String tampering :
        List.of(
            "UPDATE changes SET user_id = gen_random_uuid() WHERE position = " + position,
            "DELETE FROM changes WHERE position = " + position,
            "UPDATE change_seals SET sealed_at = now() WHERE number = 4",
            "UPDATE change_seals SET nodes = leaves WHERE number = 5",
            "DELETE FROM change_seals WHERE number = 2")) {
      SealReport before = seals().verify();
      assertThat(before.isIntact()).isTrue();
      sql("CREATE TABLE kept_changes AS SELECT * FROM changes");
      sql("CREATE TABLE kept_seals AS SELECT * FROM change_seals");
      sql(tampering);
      assertThatThrownBy(() -> seals().proofOfInclusion(position))
          .as(tampering)
          .isInstanceOf(SealsBrokenException.class)
          .hasMessageContaining("the change at position " + position);
      sql("DELETE FROM changes; INSERT INTO changes SELECT * FROM kept_changes");
      sql("DELETE FROM change_seals; INSERT INTO change_seals SELECT * FROM kept_seals");
      sql("DROP TABLE kept_changes, kept_seals");
    }
    sql("DELETE FROM change_seals WHERE number = 4");
    assertThatThrownBy(() -> seals().proofOfConsistency(3, 5))
        .isInstanceOf(SealsBrokenException.class)
        .hasMessageContaining("a block that the proof takes is missing");
  }

  /** The owner of the tables can seal other changes anew; only a head kept elsewhere tells. */
  @Test
  void aLogThatWasWrittenAnewContradictsTheAnchoredHead() {
    sql("UPDATE changes SET user_id = gen_random_uuid() WHERE position = " + positions.get(2));
    sql("DELETE FROM change_seals; DELETE FROM change_seal_head");
    SealHead forged = seal();
    assertThat(seals().verify().isIntact()).isTrue();
    assertThat(forged.blocks()).isEqualTo(1);
    assertThatThrownBy(() -> seals().proofOfConsistency(anchored.blocks(), forged.blocks()))
        .isInstanceOf(ValidationException.class);

    while (seal().blocks() < anchored.blocks() + 2) {
      change(1);
    }
    SealHead longer = seal();
    ConsistencyProof proof = seals().proofOfConsistency(anchored.blocks(), longer.blocks());
    assertThat(proof.verify(anchored, longer)).isFalse();
    assertThat(seals().proofOfInclusion(positions.get(2)))
        .get()
        .matches(made -> made.verify(longer))
        .matches(made -> !made.verify(anchored));
  }
}
