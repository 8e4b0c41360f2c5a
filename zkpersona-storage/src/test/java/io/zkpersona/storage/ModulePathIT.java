package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modular program can use the exported packages of the library, and no others. */
@NewestServerOnly
class ModulePathIT {

  /** Matches jars needed at run time, and none that only tests need. */
  private static final Pattern RUN_TIME =
      Pattern.compile(
          "zkpersona-(domain|storage)|jackson-core|uuid-creator|jspecify|jooq|r2dbc-spi"
              + "|reactive-streams|flyway-|HikariCP|postgresql-\\d|checker-qual|HdrHistogram"
              + "|slf4j-(api|simple)");

  private static final String MODULE = "module host { requires io.zkpersona.storage; }\n";

  private static final String MAIN =
      """
      package host;

      import io.zkpersona.domain.id.UserId;
      import io.zkpersona.domain.user.CreateUserRequest;
      import io.zkpersona.domain.user.User;
      import io.zkpersona.domain.user.Username;
      import io.zkpersona.storage.DatabaseManager;
      import io.zkpersona.storage.config.DatabaseConfig;

      public final class Main {
        public static void main(String[] arguments) {
          DatabaseConfig config = DatabaseConfig.builder().databaseUrl(arguments[0]).build();
          try (DatabaseManager manager = DatabaseManager.open(config)) {
            UserId id =
                manager.callInTransaction(
                    tx ->
                        tx.users()
                            .create(
                                CreateUserRequest.builder()
                                    .username(new Username("modular"))
                                    .build())
                            .id());
            User user = manager.repositories().users().getById(id);
            System.out.println(
                DatabaseManager.class.getModule().isNamed()
                    + " " + manager.migrationStatus().isUpToDate()
                    + " " + user.username().value());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void aNamedModuleMigratesAndWorks() throws Exception {
    Path classes = folder.resolve("classes");
    assertThat(compile(classes, MAIN)).isEmpty();

    try (TestDatabase database = TestDatabase.empty()) {
      List<String> output =
          run(
              "--module-path",
              classes + File.pathSeparator + modulePath(),
              "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
              "--add-modules",
              "org.slf4j.simple",
              "--module",
              "host/host.Main",
              database.url());

      assertThat(output).containsExactly("true true modular");
      assertThat(database.queryOne("SELECT username FROM zkpersona.users")).isEqualTo("modular");
    }
  }

  @Test
  void whatIsInternalIsOutOfReach() throws Exception {
    for (String internal :
        List.of(
            "io.zkpersona.storage.internal.execution.SqlExecutor",
            "io.zkpersona.storage.internal.tables.tables.Users",
            "io.zkpersona.domain.validation.Checks")) {
      String source = "package host;\n final class Main { " + internal + " field; }\n";

      assertThat(compile(folder.resolve("refused"), source)).contains("is not visible");
    }
  }

  @Test
  void theClassPathHoldsAllOfThem() {
    assertThat(modulePath().split(File.pathSeparator)).hasSizeGreaterThanOrEqualTo(15);
  }

  private String compile(Path target, String main) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources").resolve("host"));
    Path module = Files.writeString(sources.resolveSibling("module-info.java"), MODULE);
    Path file = Files.writeString(sources.resolve("Main.java"), main);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      compiler
          .getTask(
              messages,
              files,
              null,
              List.of("-d", target.toString(), "--module-path", modulePath(), "-nowarn"),
              null,
              files.getJavaFileObjects(module, file))
          .call();
    }
    return messages.toString();
  }

  private static String modulePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .filter(entry -> RUN_TIME.matcher(nameOf(Path.of(entry))).lookingAt())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns a jar's name, or the name of the module whose classes a directory holds. */
  private static String nameOf(Path entry) {
    String name = entry.getFileName().toString();
    Path target = entry.toAbsolutePath().getParent();
    return name.equals("classes") ? target.getParent().getFileName().toString() : name;
  }

  private static List<String> run(String... arguments) throws Exception {
    return ChildJvm.outputOf(ChildJvm.command(List.of(arguments))).lines().toList();
  }
}
