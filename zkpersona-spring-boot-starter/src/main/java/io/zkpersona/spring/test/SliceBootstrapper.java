package io.zkpersona.spring.test;

import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Reads the properties of {@link DataZkPersonaTest}. */
final class SliceBootstrapper extends SpringBootTestContextBootstrapper {

  SliceBootstrapper() {}

  @Override
  protected String[] getProperties(Class<?> testClass) {
    return MergedAnnotations.from(testClass, SearchStrategy.INHERITED_ANNOTATIONS)
        .get(DataZkPersonaTest.class)
        .getValue("properties", String[].class)
        .orElseGet(() -> new String[0]);
  }
}
