import org.jspecify.annotations.NullMarked;

/** A real PostgreSQL in a jar, for builds, tests and examples. */
@NullMarked
module io.zkpersona.embedded {
  requires embedded.postgres;
  // What that one uses: it has no descriptor, so nothing else would resolve these on a module path.
  requires org.apache.commons.compress;
  requires org.apache.commons.io;
  requires org.apache.commons.lang3;
  requires org.slf4j;
  requires org.tukaani.xz;
  requires static transitive org.jspecify;

  exports io.zkpersona.embedded;
}
