package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.FieldViolation;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for the values of a proof. */
final class ProofRules {
  private static final int MAX_CIRCUIT_VERSION = 50;
  private static final int MAX_NETWORK = 50;
  private static final int MIN_TRANSACTION_HASH = 10;
  private static final int MAX_TRANSACTION_HASH = 100;
  private static final int MAX_CIRCUIT_NAME = 100;

  private ProofRules() {}

  static @Nullable String circuitName(@Nullable String circuitName) {
    return Checks.nullableText("circuitName", circuitName, 1, MAX_CIRCUIT_NAME);
  }

  /** Checks and normalizes a new name, as the circuit's own name is normalized. */
  static @Nullable String newCircuitName(@Nullable String circuitName) {
    return circuitName == null ? null : Names.name("circuitName", circuitName, 1, MAX_CIRCUIT_NAME);
  }

  static String circuitVersion(@Nullable String circuitVersion) {
    return Checks.text("circuitVersion", circuitVersion, 1, MAX_CIRCUIT_VERSION);
  }

  /** Checks and normalizes a new version; old rows may contain other versions. */
  static String newCircuitVersion(@Nullable String circuitVersion) {
    return Names.name("circuitVersion", circuitVersion, 1, MAX_CIRCUIT_VERSION);
  }

  static @Nullable String network(@Nullable String blockchainNetwork) {
    return Checks.nullableText("blockchainNetwork", blockchainNetwork, 0, MAX_NETWORK);
  }

  static String knownNetwork(@Nullable String network) {
    return Names.name("network", network, 1, MAX_NETWORK);
  }

  static @Nullable String transactionHash(@Nullable String transactionHash) {
    return Checks.nullableText(
        "transactionHash", transactionHash, MIN_TRANSACTION_HASH, MAX_TRANSACTION_HASH);
  }

  /** Checks a value to be written; old rows were not checked. */
  static @Nullable Long notNegative(String field, @Nullable Long value) {
    if (value != null) {
      Checks.atLeast(field, value, 0L);
    }
    return value;
  }

  static void verified(VerificationStatus verificationStatus, @Nullable Instant verifiedAt) {
    boolean verified = verificationStatus == VerificationStatus.VERIFIED;
    if (verified != (verifiedAt != null)) {
      String state = verificationStatus.value();
      throw new ValidationException(
          List.of(
              new FieldViolation(
                  "verifiedAt",
                  verified
                      ? "null while " + state + " (expected: the time of the verification)"
                      : "set while " + state + " (expected: null unless verified)"),
              new FieldViolation(
                  "verificationStatus",
                  verified
                      ? state + " without verifiedAt (expected: with verifiedAt)"
                      : state + " with verifiedAt (expected: verified)")));
    }
  }
}
