package io.zkpersona.storage.testing.server;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.Trees;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * A primary and a synchronous standby, each behind an address that stays the same. When the primary
 * is lost, the standby takes over, and a new standby is copied from it. Used by one thread.
 */
public final class ReplicatedPair implements AutoCloseable {

  private static final String DATABASE = "postgres";
  private final Path folder;
  private int generation;
  private Member primary;
  private Member standby;

  /** A server, its data, and the address that leads to it. */
  private record Member(EmbeddedPostgres server, Path data, TcpProxy door) {

    Connection connect() throws SQLException {
      return DriverManager.getConnection(server.jdbcUrl(DATABASE));
    }

    String one(String sql) throws SQLException {
      try (Connection connection = connect()) {
        return Backends.one(connection, sql);
      }
    }
  }

  private ReplicatedPair() throws IOException, SQLException {
    this.folder = Files.createTempDirectory("replicated-pair");
    Path data = nextData();
    EmbeddedPostgres server = start(data);
    this.primary = new Member(server, data, TcpProxy.to(address(server)));
    this.standby = standbyBehind(TcpProxy.to(address(server)));
    waitForEachCommit();
  }

  /** Starts both servers. */
  public static ReplicatedPair start() throws IOException, SQLException {
    return new ReplicatedPair();
  }

  static EmbeddedPostgres start(Path data) {
    return EmbeddedPostgres.builder()
        .data(data)
        .setting("max_connections", "100")
        .setting("wal_keep_size", "4GB")
        .setting("synchronous_commit", "on")
        // Tests kill processes, not the machine.
        .setting("fsync", "off")
        .start();
  }

  private static String address(EmbeddedPostgres server) {
    return "localhost:" + server.port();
  }

  private Path nextData() {
    generation++;
    return folder.resolve("data-" + generation);
  }

  /** Returns a URL with both members that selects the one that accepts writes. */
  public String url() {
    return "postgresql://postgres@localhost:%d,localhost:%d/%s?target_session_attrs=read-write"
        .formatted(primary.door.port(), standby.door.port(), DATABASE);
  }

  /** Returns a URL of the standby. */
  public String standbyUrl() {
    return "postgresql://postgres@localhost:%d/%s".formatted(standby.door.port(), DATABASE);
  }

  /** Returns the single text value of a query on the primary. */
  public String one(String sql) throws SQLException {
    return primary.one(sql);
  }

  /** Opens a connection to the primary that bypasses its proxy. */
  public Connection connect() throws SQLException {
    return primary.connect();
  }

  /** Returns the proxy in front of the primary, for tests to disturb. */
  public TcpProxy door() {
    return primary.door;
  }

  /**
   * Kills the primary, promotes the standby at once, and returns when a new standby follows it.
   * Clients are cut off from the old primary first, because its processes may outlive it briefly.
   */
  public void failOver() throws IOException, SQLException {
    Member lost = primary;
    lost.door.cut();
    kill(lost.data);
    if (!standby.one("SELECT pg_promote()").equals("t")) {
      throw new AssertionError("the standby was not promoted");
    }
    primary = standby;
    lost.server.close();
    Trees.delete(lost.data);
    standby = standbyBehind(lost.door);
    waitForEachCommit();
  }

  private static void kill(Path data) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    postmaster.destroyForcibly();
    Eventually.holds("the end of a server", () -> !postmaster.isAlive());
  }

  private Member standbyBehind(TcpProxy door) throws IOException, SQLException {
    Path data = nextData();
    try (Connection connection = primary.connect()) {
      StandbyData.copy(connection, primary.data, data);
    }
    StandbyData.follow(data, primary.server.port());
    EmbeddedPostgres server = start(data);
    door.leadTo(address(server));
    door.mend();
    return new Member(server, data, door);
  }

  /** Makes commits wait for the standby, and returns when the standby has all earlier ones. */
  private void waitForEachCommit() throws IOException, SQLException {
    Files.writeString(
        primary.data.resolve(StandbyData.SETTINGS), "synchronous_standby_names = '*'\n");
    try (Connection connection = primary.connect()) {
      Backends.one(connection, "SELECT pg_reload_conf()");
      Eventually.holds("a standby", () -> follows(connection, "sync_state = 'sync'"));
      String reached = Backends.one(connection, "SELECT pg_current_wal_insert_lsn()");
      Eventually.holds(
          "a standby that has every commit",
          () -> follows(connection, "flush_lsn >= '" + reached + "'"));
    }
  }

  private static boolean follows(Connection connection, String how) {
    try {
      return Backends.one(connection, "SELECT count(*) FROM pg_stat_replication WHERE " + how)
          .equals("1");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Member member : List.of(primary, standby)) {
      member.door.close();
      member.server.close();
    }
    Trees.delete(folder);
  }
}
