package io.zkpersona.domain.reputation;

import static io.zkpersona.domain.reputation.ReputationStatus.ACTIVE;
import static io.zkpersona.domain.reputation.ReputationStatus.ARCHIVED;
import static io.zkpersona.domain.reputation.ReputationStatus.DISPUTED;
import static io.zkpersona.domain.reputation.ReputationStatus.INVALIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReputationStatusTest {
  private static final Map<ReputationStatus, List<ReputationStatus>> STEPS =
      Map.of(
          ACTIVE, List.of(ARCHIVED, DISPUTED, INVALIDATED),
          DISPUTED, List.of(ACTIVE, ARCHIVED, INVALIDATED),
          ARCHIVED, List.of(INVALIDATED),
          INVALIDATED, List.of());

  @ParameterizedTest
  @EnumSource
  void aRecordGoesWhereItMayAndNowhereElse(ReputationStatus from) {
    assertThat(Arrays.stream(ReputationStatus.values()).filter(from::mayBecome))
        .containsExactlyElementsOf(STEPS.get(from));
  }
}
