package io.zkpersona.junit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The databases of an outermost test class. Thread-safe. */
final class Scope {

  private final DatabasePer per;
  private final long seed;
  private final Server server;
  private final DatabaseSettings settings;
  private final Map<String, TestDatabase> open = new ConcurrentHashMap<>();

  Scope(DatabasePer per, long seed, Server server, DatabaseSettings settings) {
    this.per = per;
    this.seed = seed;
    this.server = server;
    this.settings = settings;
  }

  DatabasePer per() {
    return per;
  }

  long seed() {
    return seed;
  }

  /**
   * Returns the database of a test or of the class, which is created at the first call.
   *
   * @param owner the id of the test, or an empty text for the class
   */
  TestDatabase database(String owner) {
    return open.computeIfAbsent(owner, id -> server.create(settings));
  }

  /** Drops the database of a test, if it has one. */
  void close(String owner) {
    @Nullable TestDatabase database = open.remove(owner);
    if (database != null) {
      database.close();
    }
  }

  /** Drops all databases that are left. */
  void closeAll() {
    for (String owner : open.keySet()) {
      close(owner);
    }
  }
}
