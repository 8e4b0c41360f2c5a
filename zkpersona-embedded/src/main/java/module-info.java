import org.jspecify.annotations.NullMarked;

/** A real PostgreSQL in a jar, for builds, tests and examples. */
@NullMarked
module io.zkpersona.embedded {
  requires embedded.postgres;
  requires static transitive org.jspecify;

  exports io.zkpersona.embedded;
}
