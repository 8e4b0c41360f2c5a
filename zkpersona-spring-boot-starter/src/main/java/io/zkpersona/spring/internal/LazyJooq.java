package io.zkpersona.spring.internal;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes the beans of Boot 3's jOOQ lazy. Boot 3 creates them if the class path holds jOOQ, which
 * the library brings, and then fails if an application has several data sources and none is
 * primary. An application that injects a {@code DSLContext} gets it as before.
 */
public final class LazyJooq implements BeanFactoryPostProcessor {

  private static final String BOOT_3 =
      "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration";

  /** Called by the auto-configuration. */
  public LazyJooq() {}

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    for (String name : beans.getBeanDefinitionNames()) {
      BeanDefinition definition = beans.getBeanDefinition(name);
      if (isOfBoot(definition.getFactoryBeanName()) || isOfBoot(definition.getBeanClassName())) {
        definition.setLazyInit(true);
      }
    }
  }

  private static boolean isOfBoot(@Nullable String origin) {
    return origin != null && origin.startsWith(BOOT_3);
  }
}
