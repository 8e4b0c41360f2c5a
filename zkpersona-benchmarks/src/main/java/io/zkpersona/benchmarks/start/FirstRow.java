package io.zkpersona.benchmarks.start;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.hibernate.SpringDataJpa;
import io.zkpersona.benchmarks.candidate.hibernate.Stateless;
import io.zkpersona.benchmarks.candidate.jooq.Jooq;
import io.zkpersona.benchmarks.candidate.ours.ZkPersona;
import io.zkpersona.benchmarks.candidate.raw.RawJdbc;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.domain.id.BehaviorInputId;
import javax.sql.DataSource;

/** Opens a pool and a candidate, reads one row and prints its id. Runs as a separate process. */
public final class FirstRow {

  private FirstRow() {}

  /** Expects a candidate, a JDBC URL and an id. */
  public static void main(String[] args) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    try (HikariDataSource pool = Server.pool("start", args[1]);
        Candidate candidate = open(args[0], pool)) {
      System.out.println(candidate.find(BehaviorInputId.of(args[2])).id().value());
    }
  }

  /** Avoids the list of all candidates, which would load the classes of each. */
  private static Candidate open(String name, DataSource pool) {
    return switch (name) {
      case "RAW" -> new RawJdbc(pool);
      case "ZK_PERSONA" -> new ZkPersona(pool);
      case "JOOQ" -> new Jooq(pool);
      case "STATELESS" -> new Stateless(pool);
      case "SPRING_DATA_JPA" -> new SpringDataJpa(pool);
      default -> throw new IllegalArgumentException(name + " (expected: a candidate that starts)");
    };
  }
}
