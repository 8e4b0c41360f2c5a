package io.zkpersona.storage.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.repository.ScoringResultRepository;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@NewestServerOnly(unlessLong = true)
public class ScoringResultRepositoryIT
    extends RepositoryContract<ScoringResult, ScoringResultId, ScoringResultFilter> {

  private static final BigDecimal LONG =
      new BigDecimal("1234567890123456789012.123456789012345678");

  public ScoringResultRepositoryIT() {
    super(new ScoringResultFixture());
  }

  private ScoringResultRepository scores() {
    return repositories().scoringResults();
  }

  @Test
  void aScoreOfTooManyDigitsIsNotWritten() {
    ScoringResult stored = scores().save(fixture().minimal(draw()));
    List<String> before = contents();

    for (String score : List.of("99.99999", "1000000", "-1000000.5", "1e30")) {
      BigDecimal tooLong = new BigDecimal(score);
      ScoringResult fresh = fixture().minimal(draw()).withScore(tooLong);
      List<ScoringResult> third = new ArrayList<>(drawn(5));
      third.set(2, fresh);

      assertRefused("score", OptionalInt.empty(), () -> scores().save(fresh));
      assertRefused("score", OptionalInt.of(2), () -> scores().saveAll(third));
      assertRefused("score", OptionalInt.empty(), () -> scores().update(stored.withScore(tooLong)));
      assertRefused(
          "score",
          OptionalInt.empty(),
          () -> scores().update(stored.id(), current -> current.withScore(tooLong)));
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aModelVersionThatIsTooLongIsNotWritten() {
    ScoringResult fresh = fixture().minimal(draw()).withModelVersion("v".repeat(256));

    assertRefused("modelVersion", OptionalInt.empty(), () -> scores().save(fresh));
    assertThat(rows()).isZero();
  }

  /** Even if only the server can refuse the first one. */
  @Test
  void theFirstBadOneIsNamedWhoeverRefusesIt() {
    List<ScoringResult> given = new ArrayList<>(drawn(9));
    given.set(3, given.get(3).withBehaviorInputId(BehaviorInputId.generate()));
    given.set(6, given.get(6).withScore(LONG));

    assertThatThrownBy(() -> scores().saveAll(given))
        .isInstanceOfSatisfying(
            MissingReferenceException.class, bad -> assertThat(bad.index()).hasValue(3));

    given.set(1, given.get(1).withScore(LONG));
    assertRefused("score", OptionalInt.of(1), () -> scores().saveAll(given));
    given.set(0, given.get(0).withScore(LONG));
    assertRefused("score", OptionalInt.of(0), () -> scores().saveAll(given));
    assertThat(rows()).isZero();
  }

  @Test
  void anOldScoreOfManyDigitsIsReadExactly() {
    ScoringResult old = insertOld();

    assertThat(old.score()).isEqualTo(LONG);
    assertThat(old.modelVersion()).hasSize(300);
    assertThat(scores().findAll()).containsExactly(old);
    assertThat(scores().find(ScoringResultFilter.builder().minScore(LONG).build()))
        .containsExactly(old);
    assertThat(
            scores()
                .find(
                    ScoringResultFilter.builder()
                        .minScore(LONG.add(LONG.ulp()))
                        .maxScore(LONG.multiply(BigDecimal.TEN))
                        .build()))
        .isEmpty();
  }

  @Test
  void pagesAndSlicesPassByAnOldScore() {
    ScoringResult old = insertOld();
    ScoringResult small = scores().save(fixture().minimal(draw()));
    PaginationParams byScore = PaginationParams.builder().sortBy("score").limit(1).build();
    SliceParams params = SliceParams.builder().sortBy("score").limit(1).build();

    assertThat(scores().findPage(byScore).items()).containsExactly(old);
    assertThat(scores().findPage(byScore.next()).items()).containsExactly(small);
    Slice<ScoringResult> first = scores().findSlice(params);
    assertThat(first.items()).containsExactly(old);
    Slice<ScoringResult> second =
        scores().findSlice(params.withCursor(first.nextCursor().orElseThrow()));
    assertThat(second.items()).containsExactly(small);
    assertThat(scores().findSlice(params.withCursor(second.previousCursor().orElseThrow())).items())
        .containsExactly(old);
  }

  /** Inserts a row as V0006 allowed it. */
  private ScoringResult insertOld() {
    ScoringResultId id = ScoringResultId.generate();
    database()
        .execute(
            """
            INSERT INTO zkpersona.scoring_results
              (id, behavior_input_id, score, model_version, "timestamp")
            VALUES ('%s', '%s', %s, repeat('v', 300), '2020-01-01 00:00:00Z')
            """
                .formatted(id.value(), draw().references().inputs.get(0).value(), LONG));
    return scores().getById(id);
  }

  private static void assertRefused(String field, OptionalInt index, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> {
              assertThat(refused.fields()).containsExactly(field);
              assertThat(refused.index()).isEqualTo(index);
            })
        .hasMessageContaining(field);
  }
}
