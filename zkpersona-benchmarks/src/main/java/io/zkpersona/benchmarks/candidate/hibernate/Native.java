package io.zkpersona.benchmarks.candidate.hibernate;

/**
 * Native SQL for statements with many ids: an array is one parameter, a list has one for each
 * element.
 */
final class Native {

  static final String MARK =
      "UPDATE behavior_inputs SET processed = true,"
          + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
          + " WHERE id = ANY (:ids) AND NOT processed";

  static final String FIND_ALL = "SELECT * FROM behavior_inputs WHERE id = ANY (:ids) ORDER BY id";

  private Native() {}
}
