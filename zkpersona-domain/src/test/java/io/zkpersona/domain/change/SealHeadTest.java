package io.zkpersona.domain.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealHeadTest {

  private static final String ROOT = "ab".repeat(32);

  @Test
  void aHeadIsReadFromItsText() {
    SealHead head = new SealHead(12, new SealHash(ROOT));

    assertThat(head).hasToString("12:" + ROOT);
    assertThat(SealHead.parse(head.toString())).isEqualTo(head);
    assertThat(SealHash.ofBytes(head.root().bytes())).isEqualTo(head.root());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", ":", "1", "1:", "one:" + "x", "0:0", "1:AB", "9999999999999999999:00"})
  void otherTextsAreNoHeads(String text) {
    assertThatThrownBy(() -> SealHead.parse(text)).isInstanceOf(ValidationException.class);
  }

  @Test
  void upperCaseDigitsAndOtherLengthsAreNoHashes() {
    assertThatThrownBy(() -> new SealHash(ROOT.toUpperCase(java.util.Locale.ROOT)))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> SealHash.ofBytes(new byte[31]))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("62 characters");
    assertThatThrownBy(() -> new SealHash(null)).isInstanceOf(ValidationException.class);
  }

  @Test
  void aProofShowsNothingOfItsOpenings() {
    SealedChange change =
        new SealedChange(
            7,
            8,
            Instant.parse("2024-05-03T10:00:00.123456789Z"),
            ChangeOperation.UPDATE,
            ChangedEntity.USER,
            SealHash.ofText("[\"ann\"]"),
            SealHash.ofText("[\"bob\"]"));
    SealedBlock block =
        new SealedBlock(
            1, Instant.EPOCH, "1 1 0 9 true 1:1:", 1, 7, 7, change.leaf(), new SealHash(ROOT));
    SealHead head = new SealHead(1, block.leaf());
    InclusionProof only = new InclusionProof(0, 1, List.of());
    ChangeProof proof = new ChangeProof(change, "[\"ann\"]", "[\"bob\"]", only, block, only, head);

    assertThat(change.leafData())
        .isEqualTo(
            "[7, \"8\", 1714730400123456, \"update\", \"users\", \""
                + SealHash.ofText("[\"ann\"]")
                + "\", \""
                + SealHash.ofText("[\"bob\"]")
                + "\"]");
    assertThat(proof.verify(head)).isTrue();
    assertThat(proof.withoutOpenings().verify(head)).isTrue();
    assertThat(proof.withoutOpenings().opening()).isNull();
    assertThat(proof.toString()).doesNotContain("ann").doesNotContain("bob").contains("position=7");
    assertThat(proof.verify(new SealHead(1, new SealHash(ROOT)))).isFalse();
    assertThat(new ChangeProof(change, "[\"eve\"]", null, only, block, only, head).verify(head))
        .isFalse();
    assertThat(new ChangeProof(change, null, "[\"eve\"]", only, block, only, head).verify(head))
        .isFalse();
  }

  @Test
  void aReportWithoutFindingsIsIntact() {
    assertThat(new SealReport(1, 0, 0, 0, 0, List.of(), 0).isIntact()).isTrue();
    SealFinding finding = new SealFinding(SealFinding.Kind.BLOCK_REMOVED, 1L, null);
    assertThat(new SealReport(1, 1, 0, 0, 0, List.of(finding), 1).isIntact()).isFalse();
  }
}
