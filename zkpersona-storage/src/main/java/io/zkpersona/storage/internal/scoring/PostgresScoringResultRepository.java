package io.zkpersona.storage.internal.scoring;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.internal.behavior.PostgresBehaviorInputRepository;
import io.zkpersona.storage.internal.bulk.ManyRows;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.error.RowErrors;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.ReadStatements.Listed;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.scoring.ScoredInputs.Scores;
import io.zkpersona.storage.internal.scoring.ScoredInputs.Stored;
import io.zkpersona.storage.repository.ScoringResultRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

public final class PostgresScoringResultRepository
    extends PostgresRepository<ScoringResult, ScoringResultId, ScoringResultFilter>
    implements ScoringResultRepository {
  private static final EntityStatements<
          ScoringResult, ScoringResult, ScoringResultId, ScoringResultFilter>
      STATEMENTS = EntityStatements.of(ScoringResultTable.TABLE, ScoringResultConditions.FILTER);

  /** Selects the scores that a filter matches, the latest first; the variant is its mask. */
  private static final Variants<Long, Listed<ScoringResultFilter>, ScoringResult> FIND_BY_USER_ID =
      Variants.of(
          ScoringResultTable.TABLE.operation("find_by_user_id"),
          (mask, in, out) -> {
            out.as(out.entity(ScoringResultTable.TABLE));
            return select(out.fields())
                .from(SCORING_RESULTS)
                .where(ScoringResultConditions.FILTER.conditions(mask, in, Listed::filter))
                .orderBy(SCORING_RESULTS.TIMESTAMP.desc(), SCORING_RESULTS.ID.desc())
                .limit(in.number(Listed::limit));
          });

  private record Owned(BehaviorInputId input, @Nullable UserId user) {}

  private record Scored(BehaviorInputId input, String modelVersion) {}

  /** Locks inputs in the order of their ids, so that concurrent callers do not deadlock. */
  private static final Statement<Collection<BehaviorInputId>, Owned> LOCK_INPUTS =
      Statement.of(
          ScoringResultTable.TABLE.operation("lock_inputs"),
          (in, out) -> {
            var input = out.column(BEHAVIOR_INPUTS.ID);
            var user = out.column(BEHAVIOR_INPUTS.USER_ID);
            out.as(row -> new Owned(row.get(input), row.getNullable(user)));
            return select(out.fields())
                .from(BEHAVIOR_INPUTS)
                .where(BEHAVIOR_INPUTS.ID.eq(any(in.array(BEHAVIOR_INPUTS.ID, ids -> ids))))
                .orderBy(BEHAVIOR_INPUTS.ID)
                .forNoKeyUpdate();
          });

  private static final Statement<Scored, ScoringResult> FIND_LATEST =
      Statement.of(
          ScoringResultTable.TABLE.operation("find_latest"),
          ScoringResultTable.TABLE,
          in ->
              select(ScoringResultTable.TABLE.fields())
                  .from(SCORING_RESULTS)
                  .where(
                      SCORING_RESULTS.BEHAVIOR_INPUT_ID.eq(
                          in.value(SCORING_RESULTS.BEHAVIOR_INPUT_ID, Scored::input)))
                  .and(
                      SCORING_RESULTS.MODEL_VERSION.eq(
                          in.value(SCORING_RESULTS.MODEL_VERSION, Scored::modelVersion)))
                  .orderBy(SCORING_RESULTS.TIMESTAMP.desc(), SCORING_RESULTS.ID.desc())
                  .limit(inline(1)));

  public PostgresScoringResultRepository(RepositoryContext context) {
    super(context, STATEMENTS, ScoringResultId::generate);
  }

  @Override
  public ScoringResult createAndMarkProcessed(CreateScoringResultRequest request) {
    ScoringResult given =
        Required.argument("request", request).toEntity(ScoringResultId.generate());
    return atOnce(ScoredInputs.STORE, List.of(given))
        .map(saved -> saved.get(0))
        .orElseGet(() -> inSteps(given));
  }

  /** Stores a score and marks its input in several steps, the failing one of which says why. */
  private ScoringResult inSteps(ScoringResult given) {
    return executor()
        .atomically(
            operation("create_and_mark_processed"),
            tx -> {
              Map<BehaviorInputId, Owned> inputs = lock(tx, Set.of(given.behaviorInputId()));
              ScoringResult saved = on(tx).save(owned(given, inputs));
              markProcessed(tx, inputs);
              return saved;
            });
  }

  @Override
  public List<ScoringResult> createAllAndMarkProcessed(
      Collection<CreateScoringResultRequest> requests) {
    List<ScoringResult> given =
        Required.<CreateScoringResultRequest>elements("requests", requests).stream()
            .map(request -> request.toEntity(ScoringResultId.generate()))
            .toList();
    if (given.isEmpty()) {
      return List.of();
    }
    return atOnce(given).orElseGet(() -> inSteps(given));
  }

  /** Stores few scores; returns empty, and stores nothing, if the single steps are to say why. */
  private Optional<List<ScoringResult>> atOnce(List<ScoringResult> given) {
    if (given.size() >= ManyRows.COPY_FROM) {
      return Optional.empty();
    }
    try {
      return atOnce(ScoredInputs.STORE_ALL, given);
    } catch (ZkPersonaException e) {
      if (RowErrors.isOfRow(e)) {
        // The index of the refused score is missing.
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Stores scores; returns empty, and stores nothing, if an input is not there or not theirs. */
  private Optional<List<ScoringResult>> atOnce(
      Statement<Scores, Stored> statement, List<ScoringResult> given) {
    List<ScoringResult> rows =
        given.stream()
            .map(score -> entity.toInsert(entity.createdBy(context.actor(), score)))
            .toList();
    return executor()
        .inserting(
            entity.entityType(),
            () -> rows.stream().map(score -> score.id().value()).toList(),
            () -> {
              Map<ScoringResultId, Stored> stored = new HashMap<>();
              executor()
                  .list(statement, new Scores(rows, context.actor()))
                  .forEach(score -> stored.put(score.id(), score));
              return stored.isEmpty()
                  ? Optional.empty()
                  : Optional.of(rows.stream().map(score -> stored(score, stored)).toList());
            });
  }

  private ScoringResult stored(ScoringResult given, Map<ScoringResultId, Stored> all) {
    Stored stored = Objects.requireNonNull(all.get(given.id()));
    return entity.stamped(given.withUserId(stored.user()), stored.createdAt(), stored.modifiedAt());
  }

  private List<ScoringResult> inSteps(List<ScoringResult> given) {
    Set<BehaviorInputId> ids = new HashSet<>();
    given.forEach(result -> ids.add(result.behaviorInputId()));
    return executor()
        .atomically(
            operation("create_all_and_mark_processed"),
            tx -> {
              Map<BehaviorInputId, Owned> inputs = lock(tx, ids);
              List<ScoringResult> saved = on(tx).saveAll(owned(given, inputs));
              markProcessed(tx, inputs);
              return saved;
            });
  }

  private PostgresScoringResultRepository on(SqlExecutor tx) {
    return new PostgresScoringResultRepository(context.on(tx));
  }

  private static Map<BehaviorInputId, Owned> lock(SqlExecutor tx, Set<BehaviorInputId> ids) {
    Map<BehaviorInputId, Owned> inputs = new HashMap<>();
    tx.list(LOCK_INPUTS, ids).forEach(input -> inputs.put(input.input, input));
    return inputs;
  }

  private List<ScoringResult> owned(
      List<ScoringResult> results, Map<BehaviorInputId, Owned> inputs) {
    List<ScoringResult> owned = new ArrayList<>(results.size());
    for (ScoringResult result : results) {
      try {
        owned.add(owned(result, inputs));
      } catch (ConstraintException e) {
        throw RowErrors.at(e, owned.size());
      } catch (ValidationException e) {
        throw RowErrors.at(e, owned.size());
      }
    }
    return owned;
  }

  /** Returns the result with its input's user. */
  private ScoringResult owned(ScoringResult result, Map<BehaviorInputId, Owned> inputs) {
    Owned input = inputs.get(result.behaviorInputId());
    if (input == null) {
      throw new MissingReferenceException(entity.entityType(), "behaviorInputId");
    }
    if (input.user == null || input.user.equals(result.userId())) {
      return result;
    }
    if (result.userId() != null) {
      throw new ValidationException(
          "userId", "not the user of the behavior input (expected: the same user, or null)");
    }
    return result.withUserId(input.user);
  }

  private void markProcessed(SqlExecutor tx, Map<BehaviorInputId, Owned> inputs) {
    PostgresBehaviorInputRepository.markAsProcessed(context.on(tx), inputs.keySet());
  }

  @Override
  public Optional<ScoringResult> findLatest(BehaviorInputId behaviorInputId, String modelVersion) {
    return reader()
        .first(
            FIND_LATEST,
            new Scored(
                Required.argument("behaviorInputId", behaviorInputId),
                Required.argument("modelVersion", modelVersion)));
  }

  @Override
  public List<ScoringResult> findByUserId(UserId userId, Instant startDate, Instant endDate) {
    ScoringResultFilter filter =
        ScoringResultFilter.builder()
            .userId(Required.argument("userId", userId))
            .startDate(Required.argument("startDate", startDate))
            .endDate(Required.argument("endDate", endDate))
            .build();
    return atMost(FIND_BY_USER_ID.of(filters.mask(filter)), filter);
  }
}
