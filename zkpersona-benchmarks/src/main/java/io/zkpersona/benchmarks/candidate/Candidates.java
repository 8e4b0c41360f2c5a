package io.zkpersona.benchmarks.candidate;

import io.zkpersona.benchmarks.candidate.ebean.Ebean;
import io.zkpersona.benchmarks.candidate.hibernate.SpringDataJpa;
import io.zkpersona.benchmarks.candidate.hibernate.Stateless;
import io.zkpersona.benchmarks.candidate.jdbi.JdbiSqlObject;
import io.zkpersona.benchmarks.candidate.jooq.Jooq;
import io.zkpersona.benchmarks.candidate.jooq.JooqRecords;
import io.zkpersona.benchmarks.candidate.mybatis.MyBatis;
import io.zkpersona.benchmarks.candidate.ours.ZkPersona;
import io.zkpersona.benchmarks.candidate.ours.ZkPersonaGathering;
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
  RAW("raw JDBC", Role.MEASURE, RawJdbc::new, EnumSet.allOf(Operation.class)),
  /** The same once more: what differs between the two is the noise of the run. */
  RAW_AGAIN("raw again", Role.MEASURE, RawJdbc::new, EnumSet.allOf(Operation.class)),
  /** Binary COPY by hand. */
  RAW_COPY("raw COPY", Role.MEASURE, RawCopy::new, EnumSet.of(Operation.SAVE_ALL)),
  /** This library. */
  ZK_PERSONA("ZK-Persona", Role.OURS, ZkPersona::new, EnumSet.allOf(Operation.class)),
  /** jOOQ without what this library does with it. */
  JOOQ("jOOQ", Role.PEER, Jooq::new, everybodys()),
  /** jOOQ's records, stored in batches. */
  JOOQ_RECORDS("jOOQ records", Role.PEER, JooqRecords::new, EnumSet.of(Operation.SAVE_ALL)),
  /** MyBatis. */
  MYBATIS("MyBatis", Role.PEER, MyBatis::new, everybodys()),
  /** Jdbi's SQL objects. */
  JDBI("Jdbi", Role.PEER, JdbiSqlObject::new, everybodys()),
  /** Ebean. */
  EBEAN("Ebean", Role.PEER, Ebean::new, everybodys()),
  /** Hibernate without a persistence context. */
  STATELESS("Stateless", Role.PEER, Stateless::new, everybodys()),
  /** Spring Data JPA on Hibernate. */
  SPRING_DATA_JPA("JPA", Role.PEER, SpringDataJpa::new, everybodys()),
  /** Spring Data JDBC. */
  SPRING_DATA_JDBC("Spring JDBC", Role.PEER, SpringDataJdbc::new, everybodys()),
  /** This library, with its counts of inputs kept up while they are written. */
  COUNTED(
      "ZK-Persona with the rollup",
      Role.OPTION,
      ZkPersona::new,
      EnumSet.of(Operation.SAVE, Operation.SAVE_ALL, Operation.ANALYTICS)),
  /** This library, waiting for the disk at each commit. */
  WAITING(
      "ZK-Persona, synchronous commit", Role.OPTION, ZkPersona::new, EnumSet.of(Operation.SAVE)),
  /** The same, with the rows of many threads gathered. */
  GATHERING(
      "ZK-Persona, gathering", Role.OPTION, ZkPersonaGathering::new, EnumSet.of(Operation.SAVE));

  /** What a candidate is there for. */
  public enum Role {
    /** What the others are measured against. */
    MEASURE,
    /** What is measured. */
    OURS,
    /** What else there is. */
    PEER,
    /** This library with something switched on. */
    OPTION
  }

  private final String label;
  private final Role role;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<DataSource, Candidate> opening;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Operation> operations;

  Candidates(
      String label, Role role, Function<DataSource, Candidate> opening, Set<Operation> operations) {
    this.label = label;
    this.role = role;
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

  /** What it is there for. */
  public Role role() {
    return role;
  }

  /** Whether it takes part in an operation. */
  public boolean does(Operation operation) {
    return operations.contains(operation);
  }

  /** Whether it has a column of its own in the table of times. */
  public boolean isColumn() {
    return role != Role.OPTION && operations.contains(Operation.FIND);
  }

  /** Whether each of its commits waits for the disk. */
  public boolean waits() {
    return this == WAITING || this == GATHERING;
  }

  /** Whether the library's counts are kept up while it writes. */
  public boolean counts() {
    return this == COUNTED;
  }

  /** Opens it on a pool of the caller's, over a migrated schema. */
  public Candidate open(DataSource pool) {
    return opening.apply(pool);
  }
}
