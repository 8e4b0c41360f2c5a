package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * The result of creating a proof. Immutable and thread-safe.
 *
 * @param proof the stored proof
 * @param existed whether this is an earlier proof of the same statement by the same user, so that
 *     nothing was stored
 */
public record CreatedProof(ZkProof proof, boolean existed) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code proof} is null
   */
  public CreatedProof {
    Checks.notNull("proof", proof);
  }
}
