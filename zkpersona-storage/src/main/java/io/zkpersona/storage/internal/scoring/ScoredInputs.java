package io.zkpersona.storage.internal.scoring;

import static io.zkpersona.storage.internal.query.Portable.notExists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.behavior.ProcessedStatements;
import io.zkpersona.storage.internal.bulk.Given;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores scores and marks their inputs as processed, in one statement. */
final class ScoredInputs {

  /** Scores to store, and the actor of the call. */
  record Scores(List<ScoringResult> rows, @Nullable ActorId actor) {

    private List<BehaviorInputId> inputs() {
      return rows.stream().map(ScoringResult::behaviorInputId).toList();
    }
  }

  private static final List<Column<ScoringResult, ?>> COLUMNS =
      ScoringResultTable.TABLE.insertable();

  /** The part of a stored score that the statement determines. */
  record Stored(ScoringResultId id, @Nullable UserId user, Instant createdAt, Instant modifiedAt) {}

  /**
   * Stores scores, each with its input's user if that has one. Returns no row, and stores nothing,
   * if an input does not exist or belongs to another user than its score does.
   *
   * <p>Locks the inputs first, so that they keep their users, in the order of their ids, so that
   * concurrent callers do not deadlock.
   */
  static final Statement<Scores, Stored> STORE_ALL =
      Statement.inParts(
          ScoringResultTable.TABLE.operation("create_all_and_mark_processed"),
          (in, out) ->
              List.of(
                  storing(
                      in,
                      out,
                      BEHAVIOR_INPUTS.ID.eq(any(in.array(BEHAVIOR_INPUTS.ID, Scores::inputs))),
                      Given.rows(in, COLUMNS, Scores::rows))));

  /** Stores one score as {@link #STORE_ALL} does. */
  static final Statement<Scores, Stored> STORE =
      Statement.inParts(
          ScoringResultTable.TABLE.operation("create_and_mark_processed"),
          (in, out) ->
              List.of(
                  storing(
                      in,
                      out,
                      BEHAVIOR_INPUTS.ID.eq(
                          in.value(BEHAVIOR_INPUTS.ID, scores -> scores.inputs().get(0))),
                      Given.row(in, COLUMNS, scores -> scores.rows.get(0)))));

  private ScoredInputs() {}

  private static Query storing(
      Parameters<Scores> in, Results<Stored> out, Condition isInput, Table<?> scores) {
    var input =
        name("input")
            .as(
                select(BEHAVIOR_INPUTS.ID, BEHAVIOR_INPUTS.USER_ID)
                    .from(BEHAVIOR_INPUTS)
                    .where(isInput)
                    .orderBy(BEHAVIOR_INPUTS.ID)
                    .forNoKeyUpdate());
    Field<UserId> user = columnOf(input, BEHAVIOR_INPUTS.USER_ID);
    Field<UserId> given = Given.of(SCORING_RESULTS.USER_ID);
    List<Field<?>> columns = new ArrayList<>();
    List<Field<?>> values = new ArrayList<>();
    for (Column<ScoringResult, ?> column : COLUMNS) {
      columns.add(column.field());
      values.add(
          column.field().equals(SCORING_RESULTS.USER_ID)
              ? coalesce(user, given).as(given.getName())
              : Given.of(column.field()));
    }
    Field<Boolean> refused =
        field(columnOf(input, BEHAVIOR_INPUTS.ID).isNull().or(user.ne(given))).as("refused");
    values.add(refused);
    var owned =
        name("owned")
            .as(
                select(values)
                    .from(scores)
                    .leftJoin(input)
                    .on(
                        columnOf(input, BEHAVIOR_INPUTS.ID)
                            .eq(Given.of(SCORING_RESULTS.BEHAVIOR_INPUT_ID))));
    var saved =
        name("saved")
            .as(
                DSL.insertInto(SCORING_RESULTS)
                    .columns(columns)
                    .select(
                        select(columns.stream().map(column -> named(owned, column)).toList())
                            .from(owned)
                            .where(
                                notExists(
                                    selectOne()
                                        .from(owned)
                                        .where(condition(named(owned, refused))))))
                    .returning(
                        SCORING_RESULTS.ID,
                        SCORING_RESULTS.USER_ID,
                        SCORING_RESULTS.BEHAVIOR_INPUT_ID,
                        SCORING_RESULTS.CTIME,
                        SCORING_RESULTS.MTIME));
    var marked =
        name("marked")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(ProcessedStatements.values(in, Scores::actor))
                    .from(saved)
                    .where(
                        BEHAVIOR_INPUTS.ID.eq(columnOf(saved, SCORING_RESULTS.BEHAVIOR_INPUT_ID)))
                    .and(BehaviorInputConditions.UNPROCESSED)
                    .returning(BEHAVIOR_INPUTS.ID));
    var id = out.column(columnOf(saved, SCORING_RESULTS.ID));
    var owner = out.column(columnOf(saved, SCORING_RESULTS.USER_ID));
    var createdAt = out.column(columnOf(saved, SCORING_RESULTS.CTIME));
    var modifiedAt = out.column(columnOf(saved, SCORING_RESULTS.MTIME));
    out.as(
        row ->
            new Stored(
                row.get(id), row.getNullable(owner), row.get(createdAt), row.get(modifiedAt)));
    return with(input)
        .with(owned)
        .with(saved)
        .with(marked)
        .with(name("forgotten").as(ProcessedStatements.forgetting(marked)))
        .select(out.fields())
        .from(saved);
  }

  private static <T> Field<T> named(Table<?> part, Field<T> column) {
    return Objects.requireNonNull(part.field(column.getName(), column.getDataType()));
  }
}
