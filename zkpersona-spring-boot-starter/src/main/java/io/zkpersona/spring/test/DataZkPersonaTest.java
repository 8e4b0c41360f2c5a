package io.zkpersona.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.transaction.annotation.Transactional;

/**
 * A test of code that uses the library's repositories. Starts only the repositories, the
 * DataSource, JDBC, transactions, and the application's Flyway or Liquibase; no component of the
 * application, unless the test imports it with {@code @Import}. Each test is a transaction, which
 * is rolled back.
 *
 * <p>If {@code zkpersona-embedded} is on the class path, and neither {@code spring.datasource.url}
 * nor {@code zkpersona.datasource.url} is set, the DataSource is a new database of an embedded
 * PostgreSQL, which is started once for all tests of the JVM.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SliceBootstrapper.class)
@ExtendWith(SpringExtension.class)
@Transactional
@ImportAutoConfiguration
public @interface DataZkPersonaTest {

  /** Properties of the test, each as {@code key=value}. */
  String[] properties() default {};
}
