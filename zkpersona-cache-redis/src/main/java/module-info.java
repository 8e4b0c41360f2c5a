import org.jspecify.annotations.NullMarked;

/** A cache of the storage library in Redis. */
@NullMarked
module io.zkpersona.cache.redis {
  requires transitive io.zkpersona.storage;
  requires transitive lettuce.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.zkpersona.cache.redis;
}
