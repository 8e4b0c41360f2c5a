package io.zkpersona.storage.testing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has the managers of a class's tests, and of those nested in it, connect through a PgBouncer in
 * transaction mode, one for each JVM, with fewer connections to the server than clients. {@code
 * -Dzkpersona.test.stand=pgbouncer} does so for all classes. Where it is not installed the tests
 * are skipped.
 */
public final class BehindPgBouncer implements BeforeAllCallback, AfterAllCallback {

  /** Where managers of tests connect to: {@code pgbouncer}; without it, to the server itself. */
  public static final String STAND = "zkpersona.test.stand";

  private static final int SERVER_CONNECTIONS = 8;

  private static @Nullable PgBouncer instance;

  @Override
  public void beforeAll(ExtensionContext context) {
    TestDatabase.setPooler(ofThisJvm());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabase.setPooler(wanted());
  }

  /** The pooler, where it was asked for by {@link #STAND}. */
  static @Nullable PgBouncer wanted() {
    return System.getProperty(STAND, "").equals("pgbouncer") ? ofThisJvm() : null;
  }

  private static synchronized PgBouncer ofThisJvm() {
    PgBouncer running = instance;
    if (running == null) {
      running = PgBouncer.start("extra_float_digits", SERVER_CONNECTIONS);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      instance = running;
    }
    return running;
  }
}
