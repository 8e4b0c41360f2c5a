package io.zkpersona.spring.test;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Switches the application's auto-configuration and component scan off, and gives the context a
 * database. Equal to every other one: tests with the same configuration share a context.
 */
final class SliceCustomizer implements ContextCustomizer {

  private static final String EMBEDDED = "io.zkpersona.embedded.EmbeddedPostgres";

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    TestPropertyValues.of(EnableAutoConfiguration.ENABLED_OVERRIDE_PROPERTY + "=false")
        .applyTo(context);
    context.getBeanFactory().registerSingleton("zkPersonaTypeExcludeFilter", new NoComponents());
    if (needsDatabase(context.getEnvironment())
        && ClassUtils.isPresent(EMBEDDED, context.getClassLoader())) {
      TestPropertyValues.of("spring.datasource.url=" + TestDatabases.create()).applyTo(context);
    }
  }

  private static boolean needsDatabase(Environment environment) {
    return Stream.of(
            "spring.datasource.url", "spring.datasource.jndi-name", "zkpersona.datasource.url")
        .noneMatch(environment::containsProperty);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SliceCustomizer;
  }

  @Override
  public int hashCode() {
    return SliceCustomizer.class.hashCode();
  }

  /** Excludes what the application's component scan finds. */
  private static final class NoComponents extends TypeExcludeFilter {

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
      return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof NoComponents;
    }

    @Override
    public int hashCode() {
      return NoComponents.class.hashCode();
    }
  }
}
