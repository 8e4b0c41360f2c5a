package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.jmh.CachedReads.Path;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.Repositories;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads users and permissions with and without caches. Run by the subcommand {@code cache}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {

  /** The way of a read, and the users. */
  @State(Scope.Benchmark)
  public static class Way {

    @Param("DATABASE")
    Path path = Path.DATABASE;

    private @Nullable CachedReads reads;
    private List<UserId> users = List.of();

    /** Takes the managers of the run. */
    @Setup
    public void take() {
      CachedReads taken = CachedReads.current();
      reads = taken;
      users = taken.users(path);
    }

    Repositories repositories() {
      return Objects.requireNonNull(reads).repositories(path);
    }

    UserId anyUser() {
      return users.get(ThreadLocalRandom.current().nextInt(users.size()));
    }
  }

  /** Finds a user by id. */
  @Benchmark
  public User findUser(Way way) {
    return way.repositories().users().getById(way.anyUser());
  }

  /** Returns the permissions of a user. */
  @Benchmark
  public Set<String> permissionsOf(Way way) {
    return way.repositories().access().permissionsOf(way.anyUser());
  }
}
