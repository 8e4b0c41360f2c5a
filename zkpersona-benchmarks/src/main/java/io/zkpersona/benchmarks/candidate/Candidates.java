package io.zkpersona.benchmarks.candidate;

import io.zkpersona.benchmarks.candidate.ebean.Ebean;
import io.zkpersona.benchmarks.candidate.hibernate.SpringDataJpa;
import io.zkpersona.benchmarks.candidate.hibernate.Stateless;
import io.zkpersona.benchmarks.candidate.jdbi.JdbiSqlObject;
import io.zkpersona.benchmarks.candidate.jooq.Jooq;
import io.zkpersona.benchmarks.candidate.mybatis.MyBatis;
import io.zkpersona.benchmarks.candidate.ours.ZkPersona;
import io.zkpersona.benchmarks.candidate.raw.RawCopy;
import io.zkpersona.benchmarks.candidate.raw.RawJdbc;
import io.zkpersona.benchmarks.candidate.springjdbc.SpringDataJdbc;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Who takes part, and in what. */
public enum Candidates {
  /** The measure of all others. */
  RAW("raw JDBC", RawJdbc::new, EnumSet.allOf(Operation.class)),
  /** The same once more: what differs between the two is the noise of the run. */
  RAW_AGAIN("raw again", RawJdbc::new, EnumSet.allOf(Operation.class)),
  /** Binary COPY by hand. */
  RAW_COPY("raw COPY", RawCopy::new, EnumSet.of(Operation.SAVE_ALL)),
  /** This library. */
  ZK_PERSONA("ZK-Persona", ZkPersona::new, EnumSet.allOf(Operation.class)),
  /** jOOQ without what this library does with it. */
  JOOQ("jOOQ", Jooq::new, everybodys()),
  /** MyBatis. */
  MYBATIS("MyBatis", MyBatis::new, everybodys()),
  /** Jdbi's SQL objects. */
  JDBI("Jdbi", JdbiSqlObject::new, everybodys()),
  /** Ebean. */
  EBEAN("Ebean", Ebean::new, everybodys()),
  /** Hibernate without a persistence context. */
  STATELESS("StatelessSession", Stateless::new, everybodys()),
  /** Spring Data JPA on Hibernate. */
  SPRING_DATA_JPA("Spring Data JPA", SpringDataJpa::new, everybodys()),
  /** Spring Data JDBC. */
  SPRING_DATA_JDBC("Spring Data JDBC", SpringDataJdbc::new, everybodys());

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<DataSource, Candidate> opening;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Operation> operations;

  Candidates(String label, Function<DataSource, Candidate> opening, Set<Operation> operations) {
    this.label = label;
    this.opening = opening;
    this.operations = operations;
  }

  private static Set<Operation> everybodys() {
    return EnumSet.complementOf(EnumSet.of(Operation.OFFSET, Operation.CLAIM, Operation.ANALYTICS));
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** Whether it takes part in an operation. */
  public boolean does(Operation operation) {
    return operations.contains(operation);
  }

  /** Opens it on a pool of the caller's, over a migrated schema. */
  public Candidate open(DataSource pool) {
    return opening.apply(pool);
  }
}
