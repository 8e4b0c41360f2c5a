package io.zkpersona.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.migrate.FlywayLog;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.jdbc.datasource.ConnectionHolder;

/** Native images keep the entries of the library's metadata, each of them in another form. */
class StorageHintsTest {

  @Test
  void resourcesHandlesAndProxiesOfTheLibraryAreKept() throws Exception {
    RuntimeHints hints = new RuntimeHints();
    SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
        .load(RuntimeHintsRegistrar.class)
        .stream()
        .filter(registrar -> registrar instanceof StorageHints)
        .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));

    assertThat(resource().forResource("zkpersona-migrations/V0001__initial.sql")).accepts(hints);
    assertThat(resource().forResource("zkpersona-migrations.properties")).accepts(hints);
    assertThat(resource().forResource("zkpersona-schema.txt")).accepts(hints);
    assertThat(reflection().onConstructor(FlywayLog.class.getConstructor()).invoke())
        .accepts(hints);
    assertThat(reflection().onMethod("org.jooq.impl.DSL", "startTransaction").invoke())
        .accepts(hints);
    assertThat(reflection().onMethod(ConnectionHolder.class, "isTransactionActive").invoke())
        .accepts(hints);
    assertThat(reflection().onType(TypeReference.of(UserId[].class))).accepts(hints);
    assertThat(resource().forResource("io/zkpersona/spring/internal/analysis/versions.properties"))
        .accepts(hints);
    assertThat(proxies().forInterfaces(DataSource.class)).accepts(hints);
    assertThat(proxies().forInterfaces(Connection.class)).accepts(hints);
  }
}
