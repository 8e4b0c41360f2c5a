package io.zkpersona.spring.internal;

import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.RollbackToSavepointStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ReflectionUtils;

/** What a native image keeps for the library: migrations, Flyway's plugins, and handles. */
public final class StorageHints implements RuntimeHintsRegistrar {

  private static final String FLYWAY_LOG = "io.zkpersona.storage.internal.migrate.FlywayLog";
  private static final Set<String> JOOQ =
      Set.of(
          "exists",
          "notExists",
          "startTransaction",
          "commit",
          "savepoint",
          "releaseSavepoint",
          "toSavepoint");

  private static final String SHARED = "io.zkpersona.storage.internal.execution.SharedSession";

  /** Called by Spring. */
  public StorageHints() {}

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    hints.resources().registerPattern("zkpersona-*");
    hints.resources().registerPattern("zkpersona-migrations/*");
    hints.resources().registerPattern("META-INF/services/org.flywaydb.core.extensibility.Plugin");
    hints.resources().registerPattern("org/flywaydb/core/internal/version.txt");
    hints.resources().registerPattern("io/zkpersona/spring/internal/analysis/versions.properties");
    hints
        .reflection()
        .registerTypeIfPresent(loader, FLYWAY_LOG, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
    hints
        .reflection()
        .registerType(
            TypeReference.of(TransactionSynchronizationManager.class),
            type -> type.withMethod("isActualTransactionActive", List.of(), ExecutableMode.INVOKE));
    hints
        .reflection()
        .registerMethod(
            Objects.requireNonNull(
                ReflectionUtils.findMethod(ConnectionHolder.class, "isTransactionActive")),
            ExecutableMode.INVOKE);
    // Methods whose types differ between versions of jOOQ.
    Stream.of(DSL.class, RollbackToSavepointStep.class)
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> JOOQ.contains(method.getName()))
        .forEach(method -> hints.reflection().registerMethod(method, ExecutableMode.INVOKE));
    // The library wraps connections while it migrates, and while it serves a pooler.
    hints.proxies().registerJdkProxy(DataSource.class);
    hints.proxies().registerJdkProxy(Connection.class);
    hints.proxies().registerJdkProxy(TypeReference.of(Connection.class), TypeReference.of(SHARED));
  }
}
