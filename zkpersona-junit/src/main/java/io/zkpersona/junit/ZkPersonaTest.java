package io.zkpersona.junit;

import io.zkpersona.junit.fixtures.Fixtures;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a migrated database, which is dropped afterwards. {@link
 * ZkPersonaExtension} lists the parameters that constructors, lifecycle methods and tests may have.
 * Works as a meta-annotation, too.
 */
@Documented
@Inherited
@ExtendWith(ZkPersonaExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface ZkPersonaTest {

  /** Returns the tests that share a database. That of the outermost class counts. */
  DatabasePer database() default DatabasePer.CLASS;

  /**
   * Returns the seed of {@link Fixtures}, unless the property {@code zkpersona.junit.seed} sets
   * another one.
   */
  long seed() default Fixtures.DEFAULT_SEED;
}
