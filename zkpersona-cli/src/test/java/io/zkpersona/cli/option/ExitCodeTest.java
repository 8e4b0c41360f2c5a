package io.zkpersona.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.BulkInterruptedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  private static int of(ErrorCode code) {
    return ExitCode.of(new ZkPersonaException(code, "message")).number();
  }

  @Test
  void everyErrorHasAnExitCode() {
    Map<Integer, Long> counts =
        Arrays.stream(ErrorCode.values())
            .collect(Collectors.groupingBy(ExitCodeTest::of, Collectors.counting()));
    assertThat(counts.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void tellsWhatARepeatWouldDo() {
    assertThat(of(ErrorCode.CONFIGURATION)).isEqualTo(2);
    assertThat(of(ErrorCode.DATABASE_UNAVAILABLE)).isEqualTo(3);
    assertThat(of(ErrorCode.STATEMENT_TIMEOUT)).isEqualTo(3);
    assertThat(of(ErrorCode.DUPLICATE)).isEqualTo(4);
    assertThat(of(ErrorCode.NULLIFIER_SPENT)).isEqualTo(4);
    assertThat(of(ErrorCode.OUTCOME_UNKNOWN)).isEqualTo(5);
    assertThat(ExitCode.of(new IOException("disk full")).number()).isEqualTo(1);
    assertThat(ExitCode.of(new RefusedException("no")).number()).isEqualTo(4);
  }

  @Test
  void aBulkCallEndsWithTheCodeOfItsCause() {
    ZkPersonaException cause = new ZkPersonaException(ErrorCode.OUTCOME_UNKNOWN, "lost");
    assertThat(ExitCode.of(new BulkInterruptedException(10, cause)).number()).isEqualTo(5);
    assertThat(ExitCode.of(new BulkInterruptedException(10, null)).number()).isEqualTo(1);
  }
}
