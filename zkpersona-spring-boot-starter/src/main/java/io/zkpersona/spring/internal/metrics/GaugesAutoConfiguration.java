package io.zkpersona.spring.internal.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.zkpersona.micrometer.ZkPersonaMetrics;
import io.zkpersona.spring.ZkPersonaAutoConfiguration;
import io.zkpersona.storage.DatabaseManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Binds the gauges of pool, work queue and migrations; Boot binds them to its registries. */
@AutoConfiguration(after = {ZkPersonaAutoConfiguration.class, ListenersAutoConfiguration.class})
@ConditionalOnClass({ZkPersonaMetrics.class, MeterRegistry.class})
@ConditionalOnBean({DatabaseManager.class, MeterRegistry.class})
@ConditionalOnProperty(name = "zkpersona.metrics.enabled", matchIfMissing = true)
public class GaugesAutoConfiguration {

  /** Called by Spring. */
  public GaugesAutoConfiguration() {}

  /** Samples the manager at most every 30 seconds. */
  @Bean
  @ConditionalOnMissingBean
  public ZkPersonaMetrics zkPersonaMetrics(DatabaseManager manager) {
    return new ZkPersonaMetrics(manager);
  }
}
