package io.zkpersona.junit;

import io.zkpersona.junit.fixtures.Fixtures;
import io.zkpersona.junit.fixtures.StoredFixtures;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests a migrated PostgreSQL database, one for each class or each method, as a copy of a
 * template. Use {@link ZkPersonaTest}, {@code @ExtendWith(ZkPersonaExtension.class)} or, with
 * options, a static field:
 *
 * <pre>
 * &#64;RegisterExtension
 * static final ZkPersonaExtension DATABASE =
 *     ZkPersonaExtension.builder().script("db/host.sql").poolSize(4).build();
 * </pre>
 *
 * <p>Constructors, lifecycle methods and tests may have parameters of these types: {@code
 * DatabaseManager}, {@code Repositories}, each repository, {@code AccessControl}, {@code SignIn},
 * {@code Changes}, {@code DataSource} without a pool, {@link TestDatabase}, {@link Fixtures} and
 * {@link StoredFixtures}. The database is created when the first of them is asked for, and dropped
 * after the class or the method, even if connections to it are open. The server starts with the
 * first database of the JVM and stops with the JVM.
 *
 * <p>The configuration parameter or system property {@code zkpersona.junit.server} overrides the
 * server: {@code embedded}, {@code testcontainers}, or the URL of a server whose role may create
 * databases. {@code zkpersona.junit.image} sets the image of the container, and {@code
 * zkpersona.junit.seed} the seed of fixtures.
 *
 * <p>Thread-safe; tests may run in parallel.
 */
public final class ZkPersonaExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {

  static final String SEED = "zkpersona.junit.seed";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ZkPersonaExtension.class);
  private static final String STORAGE = "io.zkpersona.storage";

  private final DatabaseSettings settings;
  private final @Nullable DatabasePer per;
  private final @Nullable Long seed;

  /** Creates an extension with default options, or those of {@link ZkPersonaTest}. */
  public ZkPersonaExtension() {
    this(builder());
  }

  ZkPersonaExtension(ZkPersonaExtensionBuilder builder) {
    this.settings = builder.settings();
    this.per = builder.per();
    this.seed = builder.seed();
  }

  /**
   * Returns a builder with the default options.
   *
   * @return a new builder
   */
  public static ZkPersonaExtensionBuilder builder() {
    return new ZkPersonaExtensionBuilder();
  }

  /**
   * Creates a database outside the lifecycle of a test, for example for a framework that reads its
   * URL before the test class is set up. Of the configuration only system properties count.
   *
   * @return a new database, which the caller closes
   * @throws ExtensionConfigurationException if the server cannot be started or gives no database
   */
  public TestDatabase createDatabase() {
    return server(name -> Optional.ofNullable(System.getProperty(name))).create(settings);
  }

  private Server server(Function<String, Optional<String>> properties) {
    return Server.get(settings.server().overridden(properties));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    scope(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // Only in the outermost class, whose store has it.
    Scope scope = context.getStore(NAMESPACE).remove(Scope.class, Scope.class);
    if (scope != null) {
      scope.closeAll();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    scope(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    scope(context).close(context.getUniqueId());
  }

  private Scope scope(ExtensionContext context) {
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    Scope scope = store.get(Scope.class, Scope.class);
    if (scope == null) {
      if (context.getTestMethod().isPresent()) {
        throw new ExtensionConfigurationException(
            "ZkPersonaExtension is registered for single tests (expected: for the class, with"
                + " @ZkPersonaTest, @ExtendWith or a static field with @RegisterExtension)");
      }
      scope = newScope(context);
      store.put(Scope.class, scope);
    }
    return scope;
  }

  private Scope newScope(ExtensionContext context) {
    Optional<ZkPersonaTest> annotation =
        context
            .getTestClass()
            .flatMap(type -> AnnotationSupport.findAnnotation(type, ZkPersonaTest.class));
    DatabasePer ownPer =
        per != null ? per : annotation.map(ZkPersonaTest::database).orElse(DatabasePer.CLASS);
    long ownSeed =
        context
            .getConfigurationParameter(SEED)
            .map(ZkPersonaExtension::seedOf)
            .orElseGet(
                () ->
                    seed != null
                        ? seed
                        : annotation.map(ZkPersonaTest::seed).orElse(Fixtures.DEFAULT_SEED));
    return new Scope(ownPer, ownSeed, server(context::getConfigurationParameter), settings);
  }

  private static long seedOf(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException(
          SEED + ": " + text.length() + " characters (expected: an integer of 64 bits)", e);
    }
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    // So that the constructor of a test's instance gets the database of the test.
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Fixtures.class
        || type == StoredFixtures.class
        || Parameters.ofDatabase(type) != null
        // Refused with better words than JUnit has. Types of the domain may be the service's.
        || type.getName().startsWith(STORAGE);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Fixtures.class) {
      return fixtures(context);
    }
    if (type == StoredFixtures.class) {
      return fixtures(context).stored(database(parameter, context).repositories());
    }
    Function<TestDatabase, Object> source = Parameters.ofDatabase(type);
    if (source == null) {
      throw new ParameterResolutionException(
          type.getName()
              + " is no parameter of ZkPersonaExtension (expected: one of "
              + Parameters.names(Fixtures.class, StoredFixtures.class)
              + ")");
    }
    return source.apply(database(parameter, context));
  }

  private TestDatabase database(ParameterContext parameter, ExtensionContext context) {
    Scope scope = scope(context);
    if (scope.per() == DatabasePer.CLASS) {
      return scope.database("");
    }
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "there is no database yet for the parameter "
              + parameter.getIndex()
              + " of "
              + parameter.getDeclaringExecutable().getName()
              + ", because each test method has its own (expected: a parameter of a test, of"
              + " @BeforeEach or @AfterEach or, from JUnit 5.12 on, of the constructor of an"
              + " instance per method; or database = CLASS)");
    }
    return scope.database(context.getUniqueId());
  }

  /** Returns the fixtures of a test or class, whose values depend on the seed and its name only. */
  private Fixtures fixtures(ExtensionContext context) {
    Scope scope = scope(context);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            fixturesKey(context),
            key -> Fixtures.of(mixed(scope.seed(), context.getUniqueId())),
            Fixtures.class);
  }

  private static String fixturesKey(ExtensionContext context) {
    return "fixtures of " + context.getUniqueId();
  }

  /** An engine or suite around the class does not count. */
  private static long mixed(long seed, String uniqueId) {
    long hash = seed;
    String path = uniqueId.substring(Math.max(0, uniqueId.indexOf("[class")));
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ one) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withSeed(context, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withSeed(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withSeed(context, failure);
  }

  private static Throwable withSeed(ExtensionContext context, Throwable failure) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      ExtensionContext.Store store = at.get().getStore(NAMESPACE);
      if (store.get(fixturesKey(at.get())) != null) {
        Scope scope = store.get(Scope.class, Scope.class);
        failure.addSuppressed(new FixturesSeed(Objects.requireNonNull(scope).seed()));
        break;
      }
    }
    return failure;
  }
}
