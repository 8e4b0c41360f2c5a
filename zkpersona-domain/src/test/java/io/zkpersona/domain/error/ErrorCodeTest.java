package io.zkpersona.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

  @Test
  void codesStayTheSameForEver() {
    assertThat(
            Arrays.stream(ErrorCode.values())
                .map(code -> code + "=" + code.code())
                .collect(Collectors.toList()))
        .containsExactly(
            "USER_NOT_FOUND=ZKP-101",
            "SESSION_NOT_FOUND=ZKP-102",
            "ENTITY_NOT_FOUND=ZKP-103",
            "DUPLICATE=ZKP-201",
            "MISSING_REFERENCE=ZKP-202",
            "STALE=ZKP-203",
            "INVALID_TRANSITION=ZKP-204",
            "BUDGET_EXCEEDED=ZKP-205",
            "CLAIM_LOST=ZKP-206",
            "STILL_REFERENCED=ZKP-207",
            "VALIDATION=ZKP-301",
            "INVALID_CURSOR=ZKP-302",
            "INVALID_REPUTATION_SCORE=ZKP-303",
            "EXPIRED_PROOF=ZKP-402",
            "INSUFFICIENT_PERMISSIONS=ZKP-403",
            "DUPLICATE_STATEMENT=ZKP-404",
            "NULLIFIER_SPENT=ZKP-405",
            "SIGN_IN_REFUSED=ZKP-406",
            "TOO_MANY_CANDIDATES=ZKP-407",
            "DATABASE_UNAVAILABLE=ZKP-501",
            "TRANSACTION=ZKP-502",
            "TRANSACTION_CONFLICT=ZKP-503",
            "STATEMENT_TIMEOUT=ZKP-504",
            "SERIALIZATION=ZKP-505",
            "RESULT_TOO_LARGE=ZKP-506",
            "BULK_INTERRUPTED=ZKP-507",
            "INPUT_PARTITIONS=ZKP-508",
            "OUTCOME_UNKNOWN=ZKP-509",
            "DEADLINE_EXCEEDED=ZKP-510",
            "HISTORY_UNAVAILABLE=ZKP-511",
            "CHANGE_RECORDING=ZKP-512",
            "SEALS_BROKEN=ZKP-514",
            "DISTRIBUTED_SCHEMA=ZKP-515",
            "DATABASE=ZKP-599",
            "CLOSED=ZKP-601",
            "MIGRATION=ZKP-602",
            "CONFIGURATION=ZKP-603");
  }

  @Test
  void codesAreUnique() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code)).doesNotHaveDuplicates();
  }

  @Test
  void onlyPassingTroublesAreRetryable() {
    assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::retryable))
        .containsExactly(
            ErrorCode.DATABASE_UNAVAILABLE,
            ErrorCode.TRANSACTION_CONFLICT,
            ErrorCode.STATEMENT_TIMEOUT,
            ErrorCode.DEADLINE_EXCEEDED);
  }
}
