package io.zkpersona.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Limits the context of a {@link DataZkPersonaTest}. */
final class SliceCustomizerFactory implements ContextCustomizerFactory {

  SliceCustomizerFactory() {}

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    return TestContextAnnotationUtils.hasAnnotation(testClass, DataZkPersonaTest.class)
        ? new SliceCustomizer()
        : null;
  }
}
