package io.zkpersona.spring.internal.health;

import io.zkpersona.spring.ZkPersonaAutoConfiguration;
import io.zkpersona.storage.DatabaseManager;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The library in the health endpoint of Spring Boot 3. */
@AutoConfiguration(after = ZkPersonaAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("zkpersona")
@ConditionalOnBean(DatabaseManager.class)
public class Boot3HealthAutoConfiguration {

  /** Called by Spring. */
  public Boot3HealthAutoConfiguration() {}

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
