package io.zkpersona.storage.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PgBouncer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.agent.RuntimeHintsAgent;

/**
 * The library's metadata for native images, compared with the calls of a JVM that migrates a
 * database and uses the repositories.
 */
@NewestServerOnly
class ReachabilityMetadataIT {

  private static final String METADATA =
      "META-INF/native-image/io.zkpersona/zkpersona-storage/reachability-metadata.json";

  /** Copied by the build. */
  private static final Path OTHERS_METADATA =
      Path.of("target", "graalvm-reachability-metadata-repository.zip");

  private static final List<String> RECORDED =
      List.of(
          "io.zkpersona",
          "com.fasterxml.jackson.core",
          "com.github.f4b6a3",
          "com.zaxxer",
          "org.HdrHistogram",
          "org.flywaydb",
          "org.jooq",
          "org.postgresql",
          "tools.jackson");

  /**
   * Not recorded. The agent makes recorded calls itself, and HikariConfig reads its own private
   * fields; the public metadata has all of them.
   */
  private static final List<String> UNRECORDED =
      List.of(
          "io.zkpersona.embedded",
          "io.zkpersona.storage.nativeimage",
          "io.zkpersona.storage.testing",
          "com.zaxxer.hikari.HikariConfig");

  /** Entries for other versions of jOOQ and Flyway than those of this build. */
  private static final List<String> OF_OTHER_VERSIONS =
      List.of(
          "java.lang.String[]",
          "org.flywaydb.core.internal.proprietaryStubs.LicensingConfigurationExtensionStub",
          "org.jooq.Decfloat[]",
          "org.jooq.impl.DSL",
          "org.jooq.impl.DSL.exists[\"org.jooq.TableLike\"]",
          "org.jooq.impl.DSL.notExists[\"org.jooq.TableLike\"]");

  /** Recorded only where PgBouncer is installed. */
  private static final String OF_A_POOLER =
      "{\"proxy\":[\"java.sql.Connection\","
          + "\"io.zkpersona.storage.internal.execution.SharedSession\"]}";

  private static List<String> report;

  @BeforeAll
  static void walk(@TempDir Path folder) throws Exception {
    String agents = "-javaagent:";
    report =
        ChildJvm.outputOf(
                ChildJvm.running(
                    List.of(
                        agents + jarOfSpringsAgent() + "=" + packagesOfSpringsAgent(),
                        agents + agentOfThisTest(folder) + "=" + String.join(",", RECORDED),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"),
                    RecordedWalk.class,
                    List.of(metadata(folder).toString(), OTHERS_METADATA.toString())))
            .lines()
            .toList();
  }

  @Test
  void everyRecordedCallIsAllowed() {
    assertThat(lines(RecordedWalk.CALLS)).singleElement().asString().hasSizeGreaterThan(2);
    assertThat(lines(RecordedWalk.REFUSED)).isEmpty();
  }

  @Test
  void everyEntryIsNeeded() {
    assertThat(lines(RecordedWalk.NEEDLESS))
        .filteredOn(entry -> PgBouncer.isInstalled() || !entry.equals(OF_A_POOLER))
        .containsExactlyInAnyOrderElementsOf(OF_OTHER_VERSIONS);
  }

  private static List<String> lines(String kind) {
    return report.stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .toList();
  }

  /** Copies it, because it is in a jar or in a folder. */
  private static Path metadata(Path folder) throws IOException {
    try (InputStream in =
        ReachabilityMetadataIT.class.getClassLoader().getResourceAsStream(METADATA)) {
      Files.copy(in, folder.resolve("reachability-metadata.json"));
    }
    return folder;
  }

  private static Path jarOfSpringsAgent() throws URISyntaxException {
    return Path.of(
        RuntimeHintsAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String packagesOfSpringsAgent() {
    return "+" + String.join(",+", RECORDED) + ",-" + String.join(",-", UNRECORDED);
  }

  /** Names an agent whose class is on the class path. */
  private static Path agentOfThisTest(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", UnseenCalls.class.getName());
    Path jar = folder.resolve("agent.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }
}
