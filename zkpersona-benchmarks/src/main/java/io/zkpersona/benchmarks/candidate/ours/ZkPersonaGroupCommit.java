package io.zkpersona.benchmarks.candidate.ours;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import javax.sql.DataSource;

/** This library with group commit, which combines single saves of many threads. */
public final class ZkPersonaGroupCommit implements Candidate {

  private final DatabaseManager database;
  private final GroupCommitWriter<BehaviorInput, BehaviorInputId> writer;

  /** Creates the candidate on the caller's pool. */
  public ZkPersonaGroupCommit(DataSource pool) {
    this.database = DatabaseManager.using(pool, DatabaseConfig.forDataSource().build());
    this.writer =
        database.repositories().behaviorInputs().groupCommit(GroupCommitOptions.defaults());
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return writer.save(input);
  }

  @Override
  public void close() {
    writer.close();
    database.close();
  }
}
