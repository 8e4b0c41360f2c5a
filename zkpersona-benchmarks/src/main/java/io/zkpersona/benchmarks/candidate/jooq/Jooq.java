package io.zkpersona.benchmarks.candidate.jooq;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * jOOQ in its intended style, with generated classes and typed projections, and with costly options
 * disabled: statement logging, warnings, schema names.
 */
public final class Jooq implements Candidate {

  private static final int BATCH = 1_000;
  private static final int FETCH_SIZE = 1_000;
  private static final Field<Instant> LATER =
      field(
          "greatest(clock_timestamp(), {0} + interval '1 microsecond')",
          Instant.class, BEHAVIOR_INPUTS.MTIME);

  private final DSLContext jooq;
  private final DataSource pool;

  /** Creates the candidate on the caller's pool. */
  public Jooq(DataSource pool) {
    this.pool = pool;
    this.jooq = DSL.using(pool, SQLDialect.POSTGRES, settings());
  }

  static Settings settings() {
    return new Settings()
        .withExecuteLogging(false)
        .withFetchWarnings(false)
        .withRenderSchema(false)
        .withRenderFormatted(false);
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return Objects.requireNonNull(
        InputFields.select(jooq)
            .where(BEHAVIOR_INPUTS.ID.eq(id))
            .fetchOne(mapping(InputFields::domain)));
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return Objects.requireNonNull(
        jooq.insertInto(BEHAVIOR_INPUTS, InputFields.INSERTED)
            .values(InputFields.values(input))
            .returningResult(BEHAVIOR_INPUTS.CTIME, BEHAVIOR_INPUTS.MTIME)
            .fetchOne(
                mapping(
                    (createdAt, modifiedAt) ->
                        input.withAudit(
                            new AuditStamp(
                                input.audit().createdBy(),
                                createdAt,
                                input.audit().modifiedBy(),
                                modifiedAt)))));
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    return Objects.requireNonNull(
        jooq.update(BEHAVIOR_INPUTS)
            .set(BEHAVIOR_INPUTS.USER_ID, input.userId())
            .set(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, input.behaviorSessionId())
            .set(BEHAVIOR_INPUTS.SESSION_ID, input.sessionId())
            .set(BEHAVIOR_INPUTS.INPUT_DATA, input.inputData())
            .set(BEHAVIOR_INPUTS.INPUT_TYPE, input.inputType())
            .set(BEHAVIOR_INPUTS.SOURCE, input.source())
            .set(BEHAVIOR_INPUTS.TIMESTAMP, input.timestamp())
            .set(BEHAVIOR_INPUTS.PROCESSED, input.processed())
            .set(BEHAVIOR_INPUTS.MID, input.audit().modifiedBy())
            .set(BEHAVIOR_INPUTS.MTIME, LATER)
            .where(BEHAVIOR_INPUTS.ID.eq(input.id()))
            .and(BEHAVIOR_INPUTS.MTIME.eq(input.audit().modifiedAt()))
            .returningResult(BEHAVIOR_INPUTS.CID, BEHAVIOR_INPUTS.CTIME, BEHAVIOR_INPUTS.MTIME)
            .fetchOne(
                mapping(
                    (createdBy, createdAt, modifiedAt) ->
                        input.withAudit(
                            new AuditStamp(
                                createdBy, createdAt, input.audit().modifiedBy(), modifiedAt)))));
  }

  @Override
  public Found page(PageQuery query) {
    Condition filter =
        BEHAVIOR_INPUTS
            .USER_ID
            .eq(query.userId())
            .and(BEHAVIOR_INPUTS.TIMESTAMP.ge(query.from()))
            .and(BEHAVIOR_INPUTS.TIMESTAMP.lt(query.until()));
    long total =
        query.total()
            ? Objects.requireNonNull(
                jooq.select(count())
                    .from(BEHAVIOR_INPUTS)
                    .where(filter)
                    .fetchOne(row -> row.value1().longValue()))
            : Found.UNKNOWN;
    List<BehaviorInput> rows =
        InputFields.select(jooq)
            .where(filter)
            .orderBy(BEHAVIOR_INPUTS.TIMESTAMP.desc(), BEHAVIOR_INPUTS.ID.desc())
            .limit(query.limit())
            .offset(query.offset())
            .fetch(mapping(InputFields::domain));
    return new Found(rows, total);
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    Condition beyond =
        last == null
            ? DSL.noCondition()
            : row(BEHAVIOR_INPUTS.TIMESTAMP, BEHAVIOR_INPUTS.ID).lt(last.timestamp(), last.id());
    return () ->
        InputFields.select(jooq)
            .where(beyond)
            .orderBy(BEHAVIOR_INPUTS.TIMESTAMP.desc(), BEHAVIOR_INPUTS.ID.desc())
            .limit(limit)
            .fetch(mapping(InputFields::domain));
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    jooq.transaction(
        transaction -> {
          DSLContext tx = transaction.dsl();
          for (int from = 0; from < inputs.size(); from += BATCH) {
            BatchBindStep batch =
                tx.batch(
                    tx.insertInto(BEHAVIOR_INPUTS, InputFields.INSERTED)
                        .values(new Object[InputFields.INSERTED.size()]));
            for (BehaviorInput input :
                inputs.subList(from, Math.min(from + BATCH, inputs.size()))) {
              batch = batch.bind(InputFields.values(input));
            }
            batch.execute();
          }
        });
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return jooq.update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.PROCESSED, true)
        .set(BEHAVIOR_INPUTS.MTIME, LATER)
        .where(BEHAVIOR_INPUTS.ID.eq(DSL.any(array(ids))))
        .and(not(BEHAVIOR_INPUTS.PROCESSED))
        .execute();
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return InputFields.select(jooq)
        .where(BEHAVIOR_INPUTS.ID.eq(DSL.any(array(ids))))
        .orderBy(BEHAVIOR_INPUTS.ID)
        .fetch(mapping(InputFields::domain));
  }

  private static Field<BehaviorInputId[]> array(List<BehaviorInputId> ids) {
    return val(
        ids.toArray(BehaviorInputId[]::new), BEHAVIOR_INPUTS.ID.getDataType().getArrayDataType());
  }

  /**
   * Uses a separate connection, because the driver fetches in batches only inside a transaction.
   */
  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public Stream<BehaviorInput> stream() {
    try {
      Connection connection = pool.getConnection();
      connection.setAutoCommit(false);
      return InputFields.select(DSL.using(connection, SQLDialect.POSTGRES, settings()))
          .orderBy(BEHAVIOR_INPUTS.ID)
          .fetchSize(FETCH_SIZE)
          .fetchStream()
          .map(mapping(InputFields::domain))
          .onClose(() -> giveBack(connection));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void giveBack(Connection connection) {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
