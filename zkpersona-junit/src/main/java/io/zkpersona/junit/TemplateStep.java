package io.zkpersona.junit;

import javax.sql.DataSource;

/** A step that fills the template database. */
@FunctionalInterface
public interface TemplateStep {

  /**
   * Runs the step, for example the service's own migrations.
   *
   * @param template the template database, with the library's tables; without a pool
   * @throws Exception if the step fails
   */
  void run(DataSource template) throws Exception;
}
