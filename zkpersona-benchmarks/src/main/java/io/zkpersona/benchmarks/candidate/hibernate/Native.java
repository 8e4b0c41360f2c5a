package io.zkpersona.benchmarks.candidate.hibernate;

/** What is better said in SQL: an array is one parameter, a list is one for each element. */
final class Native {

  static final String MARK =
      "UPDATE behavior_inputs SET processed = true,"
          + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
          + " WHERE id = ANY (:ids) AND NOT processed";

  static final String FIND_ALL = "SELECT * FROM behavior_inputs WHERE id = ANY (:ids) ORDER BY id";

  private Native() {}
}
