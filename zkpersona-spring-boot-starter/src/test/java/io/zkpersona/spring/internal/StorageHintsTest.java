package io.zkpersona.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What a native image keeps. */
class StorageHintsTest {

  @Test
  void resourcesHandlesAndProxiesOfTheLibraryAreKept() {
    RuntimeHints hints = new RuntimeHints();
    SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
        .load(RuntimeHintsRegistrar.class)
        .stream()
        .filter(registrar -> registrar instanceof StorageHints)
        .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));

    assertThat(resource().forResource("zkpersona-migrations/V0001__initial.sql")).accepts(hints);
    assertThat(resource().forResource("zkpersona-migrations.properties")).accepts(hints);
    assertThat(resource().forResource("zkpersona-schema.txt")).accepts(hints);
    assertThat(resource().forResource("META-INF/services/org.flywaydb.core.extensibility.Plugin"))
        .accepts(hints);
    assertThat(
            reflection()
                .onType(TypeReference.of("io.zkpersona.storage.internal.migrate.FlywayLog")))
        .accepts(hints);
    assertThat(proxies().forInterfaces(DataSource.class)).accepts(hints);
    assertThat(proxies().forInterfaces(Connection.class)).accepts(hints);
  }
}
