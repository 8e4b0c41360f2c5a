package io.zkpersona.spring.internal.health;

import io.zkpersona.spring.ZkPersonaAutoConfiguration;
import io.zkpersona.storage.DatabaseManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The library in the health endpoint of Spring Boot 4. */
@AutoConfiguration(after = ZkPersonaAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("zkpersona")
@ConditionalOnBean(DatabaseManager.class)
public class Boot4HealthAutoConfiguration {

  /** Called by Spring. */
  public Boot4HealthAutoConfiguration() {}

  /** Reports the health of the manager as {@code zkpersona}. */
  @Bean
  @ConditionalOnMissingBean(name = "zkpersonaHealthIndicator")
  public HealthIndicator zkpersonaHealthIndicator(DatabaseManager manager) {
    return () -> {
      HealthReport report = HealthReport.of(manager);
      return Health.status(report.state().name()).withDetails(report.details()).build();
    };
  }
}
