package io.zkpersona.junit;

/** Tells the reader of a failed test the seed of its fixtures. Has no stack trace. */
final class FixturesSeed extends Exception {

  private static final long serialVersionUID = 1L;

  FixturesSeed(long seed) {
    super(
        "the seed of the fixtures was "
            + seed
            + "; repeat with -D"
            + ZkPersonaExtension.SEED
            + "="
            + seed,
        null,
        false,
        false);
  }
}
