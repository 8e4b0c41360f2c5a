package io.zkpersona.benchmarks.candidate;

import io.zkpersona.benchmarks.candidate.ebean.Ebean;
import io.zkpersona.benchmarks.candidate.hibernate.SpringDataJpa;
import io.zkpersona.benchmarks.candidate.hibernate.Stateless;
import io.zkpersona.benchmarks.candidate.jdbi.JdbiSqlObject;
import io.zkpersona.benchmarks.candidate.jooq.Jooq;
import io.zkpersona.benchmarks.candidate.jooq.JooqRecords;
import io.zkpersona.benchmarks.candidate.mybatis.MyBatis;
import io.zkpersona.benchmarks.candidate.ours.ZkPersona;
import io.zkpersona.benchmarks.candidate.ours.ZkPersonaGroupCommit;
import io.zkpersona.benchmarks.candidate.ours.ZkPersonaReplica;
import io.zkpersona.benchmarks.candidate.raw.RawCopy;
import io.zkpersona.benchmarks.candidate.raw.RawJdbc;
import io.zkpersona.benchmarks.candidate.springjdbc.SpringDataJdbc;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** The candidates and the operations they support. */
public enum Candidates {
  /** The baseline of all comparisons. */
  RAW("raw JDBC", Role.MEASURE, RawJdbc::new, EnumSet.allOf(Operation.class)),
  /** The baseline a second time: the difference between the two is the noise of the run. */
  RAW_AGAIN("raw again", Role.MEASURE, RawJdbc::new, EnumSet.allOf(Operation.class)),
  /** Binary COPY by hand. */
  RAW_COPY("raw COPY", Role.MEASURE, RawCopy::new, EnumSet.of(Operation.SAVE_ALL)),
  /** This library. */
  ZK_PERSONA("ZK-Persona", Role.OURS, ZkPersona::new, EnumSet.allOf(Operation.class)),
  /** Plain jOOQ. */
  JOOQ("jOOQ", Role.PEER, Jooq::new, everybodys()),
  /** jOOQ's records, inserted in batches. */
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
  /** This library with its activity counts maintained during writes. */
  COUNTED(
      "ZK-Persona with the rollup",
      Role.OPTION,
      ZkPersona::new,
      EnumSet.of(Operation.SAVE, Operation.SAVE_ALL, Operation.ANALYTICS)),
  /** This library with the changes of all entities recorded. */
  RECORDED(
      "ZK-Persona, changes recorded",
      Role.OPTION,
      ZkPersona::new,
      EnumSet.of(
          Operation.SAVE,
          Operation.SAVE_ALL,
          Operation.UPDATE,
          Operation.MARK,
          Operation.LIFECYCLE)),
  /** This library with a listener that adds up what it hears. */
  LISTENED(
      "ZK-Persona with a listener", Role.OPTION, ZkPersona::listened, EnumSet.of(Operation.FIND)),
  /** This library a second time, on its own pool: what its ratio differs from 1 by is noise. */
  AGAIN("ZK-Persona again", Role.OPTION, ZkPersona::new, EnumSet.of(Operation.FIND)),
  /** This library reading from a replica. */
  REPLICA(
      "ZK-Persona on a replica", Role.OPTION, ZkPersonaReplica::new, EnumSet.of(Operation.FIND)),
  /** This library in the schema of a tenant. */
  TENANT("ZK-Persona in a tenant", Role.OPTION, ZkPersona::inTenant, EnumSet.of(Operation.FIND)),
  /** This library, waiting for the disk at each commit. */
  WAITING(
      "ZK-Persona, synchronous commit", Role.OPTION, ZkPersona::new, EnumSet.of(Operation.SAVE)),
  /** The same with group commit across threads. */
  GROUP_COMMIT(
      "ZK-Persona, group commit",
      Role.OPTION,
      ZkPersonaGroupCommit::new,
      EnumSet.of(Operation.SAVE));

  /** The role of a candidate in the comparison. */
  public enum Role {
    /** A baseline. */
    MEASURE,
    /** The library under test. */
    OURS,
    /** Another library. */
    PEER,
    /** This library with an option enabled. */
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
    return EnumSet.complementOf(
        EnumSet.of(Operation.OFFSET, Operation.CLAIM, Operation.ANALYTICS, Operation.LIFECYCLE));
  }

  /** Returns the name in tables. */
  public String label() {
    return label;
  }

  /** Returns the role. */
  public Role role() {
    return role;
  }

  /** Tells whether it supports an operation. */
  public boolean does(Operation operation) {
    return operations.contains(operation);
  }

  /** Tells whether it has a column in the table of times. */
  public boolean isColumn() {
    return role != Role.OPTION && operations.contains(Operation.FIND);
  }

  /** Tells whether each of its commits waits for the disk. */
  public boolean waits() {
    return this == WAITING || this == GROUP_COMMIT;
  }

  /** Tells whether the library's counts are maintained during its writes. */
  public boolean counts() {
    return this == COUNTED;
  }

  /** Tells whether changes are recorded during its writes. */
  public boolean records() {
    return this == RECORDED;
  }

  /** Opens it on the caller's pool, with a migrated schema. */
  public Candidate open(DataSource pool) {
    return opening.apply(pool);
  }
}
