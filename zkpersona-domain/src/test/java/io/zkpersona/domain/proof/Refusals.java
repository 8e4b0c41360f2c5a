package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.proof.SnarkSamples.Documents;

/** Documents that have no canonical form. */
final class Refusals {
  private Refusals() {}

  static void assertNamed(String field, Documents documents) {
    assertRefused(field, "expected: ", documents);
  }

  static void assertRefused(String field, String rule, Documents documents) {
    assertThatThrownBy(documents::canonical)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(field))
        .hasMessageContaining(rule)
        .hasMessageContaining("expected: ");
  }
}
