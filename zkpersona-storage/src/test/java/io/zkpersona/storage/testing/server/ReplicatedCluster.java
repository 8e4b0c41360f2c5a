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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A primary and two replicas that follow it by streaming, without its commits waiting for them,
 * each behind an address that stays the same, also for its replicas. Used by one thread.
 */
public final class ReplicatedCluster implements AutoCloseable {

  /** The number of replicas. */
  public static final int REPLICAS = 2;

  private static final String DATABASE = "postgres";

  private final Path folder;
  private final List<Member> members = new ArrayList<>();

  /** A server, its data, and the address that leads to it. */
  private static final class Member {

    private final Path data;
    private final TcpProxy door;
    private EmbeddedPostgres server;

    Member(Path data) {
      this.data = data;
      this.server = ReplicatedPair.start(data);
      this.door = TcpProxy.to("localhost:" + server.port());
    }

    void restart() {
      server = ReplicatedPair.start(data);
      door.leadTo("localhost:" + server.port());
      door.mend();
    }

    void stop() {
      door.cut();
      server.close();
    }
  }

  private ReplicatedCluster() throws IOException, SQLException {
    this.folder = Files.createTempDirectory("replicated-cluster");
    members.add(new Member(folder.resolve("primary")));
    for (int i = 1; i <= REPLICAS; i++) {
      Path data = folder.resolve("replica-" + i);
      try (Connection primary = connect(0)) {
        StandbyData.copy(primary, members.get(0).data, data);
      }
      StandbyData.follow(data, members.get(0).door.port());
      members.add(new Member(data));
    }
    awaitReplicas();
  }

  /** Starts all servers. */
  public static ReplicatedCluster start() throws IOException, SQLException {
    return new ReplicatedCluster();
  }

  /** Returns the URL of a server: 0 is the primary, the replicas follow. */
  public String url(int member) {
    return url(address(member));
  }

  /** Returns a URL with two servers that leads to the one that accepts writes. */
  public String urlOfPrimary(int one, int other) {
    return url(address(one) + "," + address(other)) + "?target_session_attrs=read-write";
  }

  private static String url(String addresses) {
    return "postgresql://postgres@%s/%s".formatted(addresses, DATABASE);
  }

  private String address(int member) {
    return "localhost:" + members.get(member).door.port();
  }

  /** Returns the URLs of the replicas. */
  public List<String> replicaUrls() {
    return IntStream.rangeClosed(1, REPLICAS).mapToObj(this::url).toList();
  }

  /** Returns the proxy in front of a server, for tests to disturb. */
  public TcpProxy door(int member) {
    return members.get(member).door;
  }

  /** Opens a connection to a server that bypasses its proxy. */
  public Connection connect(int member) throws SQLException {
    return DriverManager.getConnection(members.get(member).server.jdbcUrl(DATABASE));
  }

  /** Returns the single value of a query on a server. */
  public String one(int member, String sql) {
    try (Connection connection = connect(member)) {
      return Backends.one(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Runs statements on a server. */
  public void execute(int member, String sql) {
    try (Connection connection = connect(member)) {
      Backends.execute(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Lets replicas receive the primary's log without applying it. */
  public void pause(int... replicas) {
    for (int replica : replicas) {
      one(replica, "SELECT pg_wal_replay_pause()");
      Eventually.holds(
          "a paused replica",
          () -> one(replica, "SELECT pg_get_wal_replay_pause_state()").equals("paused"));
    }
  }

  /** Lets replicas apply the primary's log again. */
  public void resume(int... replicas) {
    for (int replica : replicas) {
      one(replica, "SELECT pg_wal_replay_resume()");
    }
  }

  /** Returns when all replicas have applied what the primary has logged so far. */
  public void awaitReplicas() {
    for (int replica = 1; replica <= REPLICAS; replica++) {
      awaitReplica(replica);
    }
  }

  /** Returns when a replica has applied what the primary has logged so far. */
  public void awaitReplica(int replica) {
    String end = one(0, "SELECT pg_current_wal_insert_lsn()");
    Eventually.holds("a replica that has everything", () -> hasReached(replica, end));
  }

  private boolean hasReached(int replica, String end) {
    try (Connection connection = connect(replica)) {
      return Backends.one(connection, "SELECT pg_last_wal_replay_lsn() >= '" + end + "'")
          .equals("t");
    } catch (SQLException e) {
      // It is starting.
      return false;
    }
  }

  /** Makes a replica a primary. */
  public void promote(int replica) {
    if (!one(replica, "SELECT pg_promote()").equals("t")) {
      throw new AssertionError("the replica was not promoted");
    }
  }

  /** Kills a session, after which the server starts anew and replays from a restart point. */
  public void crash(int member) {
    try (Connection connection = connect(member)) {
      ProcessHandle.of(Backends.pid(connection)).orElseThrow().destroyForcibly();
    } catch (SQLException e) {
      // It is gone.
    }
  }

  /** Stops a server; its clients are cut off. */
  public void stop(int member) {
    members.get(member).stop();
  }

  /** Starts a server that was stopped. */
  public void restart(int member) {
    members.get(member).restart();
  }

  /** Makes a server a standby of another one, of which its data are a part, and restarts it. */
  public void follow(int member, int primary) throws IOException {
    members.get(member).stop();
    StandbyData.follow(members.get(member).data, members.get(primary).door.port());
    members.get(member).restart();
  }

  @Override
  public void close() throws IOException {
    for (Member member : members) {
      member.door.close();
      member.server.close();
    }
    Trees.delete(folder);
  }
}
