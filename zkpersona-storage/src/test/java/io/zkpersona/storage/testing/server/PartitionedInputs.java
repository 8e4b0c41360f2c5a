package io.zkpersona.storage.testing.server;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the tests of a class, and of those nested in it, with partitioned behavior inputs. */
public final class PartitionedInputs implements BeforeAllCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    TestDatabase.setPartitioned(true);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabase.setPartitioned(false);
  }
}
