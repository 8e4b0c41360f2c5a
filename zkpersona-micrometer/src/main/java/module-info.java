import org.jspecify.annotations.NullMarked;

/** Metrics and traces of the storage library through Micrometer. */
@NullMarked
module io.zkpersona.micrometer {
  requires transitive io.zkpersona.storage;
  requires transitive micrometer.commons;
  requires transitive micrometer.core;
  requires transitive micrometer.observation;
  requires static transitive org.jspecify;

  exports io.zkpersona.micrometer;
}
