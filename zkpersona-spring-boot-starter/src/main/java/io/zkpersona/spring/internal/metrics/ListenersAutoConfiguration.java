package io.zkpersona.spring.internal.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.zkpersona.micrometer.MetricsListener;
import io.zkpersona.micrometer.ObservationListener;
import io.zkpersona.spring.ZkPersonaAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Records operations as meters and as spans. The manager, which migrates, is opened later. */
@AutoConfiguration(
    before = ZkPersonaAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
    })
@ConditionalOnClass({MetricsListener.class, MeterRegistry.class})
public class ListenersAutoConfiguration {

  /** Called by Spring. */
  public ListenersAutoConfiguration() {}

  /** Records operations as meters. */
  @Bean
  @ConditionalOnBean(MeterRegistry.class)
  @ConditionalOnMissingBean
  @ConditionalOnProperty(name = "zkpersona.metrics.enabled", matchIfMissing = true)
  public MetricsListener zkPersonaMetricsListener(MeterRegistry registry) {
    return new MetricsListener(registry);
  }

  /**
   * Observes operations where the application traces. Without a tracer, Boot would make meters of
   * the observations, beside those above.
   */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "io.micrometer.tracing.Tracer")
  static class Spans {

    @Bean
    @ConditionalOnBean(ObservationRegistry.class)
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "zkpersona.observations.enabled", matchIfMissing = true)
    ObservationListener zkPersonaObservationListener(ObservationRegistry registry) {
      return new ObservationListener(registry);
    }
  }
}
