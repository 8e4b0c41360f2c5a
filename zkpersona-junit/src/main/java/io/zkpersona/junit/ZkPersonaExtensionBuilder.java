package io.zkpersona.junit;

import io.zkpersona.junit.fixtures.Fixtures;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Builds an extension. Not thread-safe. */
public final class ZkPersonaExtensionBuilder {

  private final List<Preparation> preparations = new ArrayList<>();
  private ServerChoice server = ServerChoice.embedded();
  private Consumer<DatabaseConfigBuilder> config = builder -> {};
  private @Nullable DatabasePer per;
  private @Nullable Long seed;

  ZkPersonaExtensionBuilder() {}

  DatabaseSettings settings() {
    return new DatabaseSettings(server, List.copyOf(preparations), config);
  }

  @Nullable DatabasePer per() {
    return per;
  }

  @Nullable Long seed() {
    return seed;
  }

  /**
   * Sets the tests that share a database: those of a class by default.
   *
   * @param tests the tests
   * @return this builder
   */
  public ZkPersonaExtensionBuilder database(DatabasePer tests) {
    this.per = Objects.requireNonNull(tests, "tests");
    return this;
  }

  /**
   * Sets the seed of {@link Fixtures}, unless {@code zkpersona.junit.seed} sets another one.
   *
   * @param value any number
   * @return this builder
   */
  public ZkPersonaExtensionBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * Changes the configuration of the managers, after the defaults of tests: 8 connections, no wait
   * when closed, no migration, because the template is migrated. Called for each database; several
   * customizers run in the order given. The URL is always that of the test's database.
   *
   * @param customizer changes the builder that it is given
   * @return this builder
   */
  public ZkPersonaExtensionBuilder config(Consumer<? super DatabaseConfigBuilder> customizer) {
    Objects.requireNonNull(customizer, "customizer");
    Consumer<DatabaseConfigBuilder> before = config;
    this.config = before.andThen(customizer);
    return this;
  }

  /**
   * Sets the maximum number of connections of each manager.
   *
   * @param connections 1 or more; 8 by default
   * @return this builder
   */
  public ZkPersonaExtensionBuilder poolSize(int connections) {
    return config(builder -> builder.maxConnections(connections));
  }

  /**
   * Runs statements in the template database, after the library's migrations, for example to create
   * the service's own tables. Steps run in the order given. Extensions with equal steps share a
   * template.
   *
   * @param statements one or more statements, separated by semicolons
   * @return this builder
   */
  public ZkPersonaExtensionBuilder sql(String statements) {
    preparations.add(new Preparation.Sql(Objects.requireNonNull(statements, "statements")));
    return this;
  }

  /**
   * Runs a file of statements in the template database, as {@link #sql} does.
   *
   * @param resource the file's path on the class path, in UTF-8
   * @return this builder
   */
  public ZkPersonaExtensionBuilder script(String resource) {
    preparations.add(new Preparation.Script(Objects.requireNonNull(resource, "resource")));
    return this;
  }

  /**
   * Runs code on the template database, for example the service's own migrations, as {@link #sql}
   * does. Only extensions with the same object share a template.
   *
   * @param step the code; connections that it leaves open are ended
   * @return this builder
   */
  public ZkPersonaExtensionBuilder template(TemplateStep step) {
    preparations.add(new Preparation.Code(Objects.requireNonNull(step, "step")));
    return this;
  }

  /**
   * Uses an existing server. Databases of tests that were killed are dropped by the next run on the
   * same server.
   *
   * @param url the URL of a database of the server, as {@code jdbc:postgresql:} or in the form of
   *     {@code DATABASE_URL}; its role may create databases
   * @return this builder
   * @throws ExtensionConfigurationException if it is no such URL
   */
  public ZkPersonaExtensionBuilder server(String url) {
    this.server = ServerChoice.existing(Objects.requireNonNull(url, "url"));
    return this;
  }

  /**
   * Uses a container of the image {@code postgres:18}. Needs a Docker engine and the test
   * dependency {@code org.testcontainers:testcontainers}.
   *
   * @return this builder
   */
  public ZkPersonaExtensionBuilder testcontainers() {
    this.server = ServerChoice.defaultContainer();
    return this;
  }

  /**
   * Uses a container, as {@link #testcontainers()} does.
   *
   * @param image the image and its tag, such as {@code postgres:16}; 15 or later
   * @return this builder
   */
  public ZkPersonaExtensionBuilder testcontainers(String image) {
    this.server = ServerChoice.testcontainers(Objects.requireNonNull(image, "image"));
    return this;
  }

  /**
   * Builds the extension.
   *
   * @return a new extension
   */
  public ZkPersonaExtension build() {
    return new ZkPersonaExtension(this);
  }
}
