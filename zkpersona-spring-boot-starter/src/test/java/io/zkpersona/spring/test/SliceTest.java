package io.zkpersona.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.spring.testing.Names;
import io.zkpersona.storage.repository.UserRepository;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The slice, on an application with a component that must not start. */
@DataZkPersonaTest(properties = {"greeting=hello", "spring.liquibase.enabled=false"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SliceTest {

  /** As {@code SpringBootApplication} scans. */
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.CUSTOM,
              classes = org.springframework.boot.context.TypeExcludeFilter.class))
  static class Application {}

  /** Never starts in a slice. */
  @Component
  static class Mailer {
    Mailer() {
      throw new IllegalStateException("started");
    }
  }

  @Autowired UserRepository users;
  @Autowired JdbcTemplate jdbc;
  @Autowired ApplicationContext context;
  @Autowired Environment environment;

  @Test
  @Order(1)
  void startsTheRepositoriesOnADatabase() {
    Names.create(users, "ada");

    assertThat(jdbc.queryForObject("SELECT count(*) FROM zkpersona.users", Long.class)).isOne();
    assertThat(environment.getProperty("greeting")).isEqualTo("hello");
    assertThat(environment.getProperty("spring.datasource.url")).contains("slice_");
  }

  @Test
  @Order(2)
  void rollsBackAfterEachTest() {
    assertThat(users.count()).isZero();
  }

  @Test
  @Order(3)
  void startsNoComponentAndNothingElse() {
    assertThat(context.getBeanNamesForType(Mailer.class)).isEmpty();
    assertThat(context.containsBean("entityManagerFactory")).isFalse();
    assertThat(context.containsBean("zkpersonaHealthIndicator")).isFalse();
  }
}
