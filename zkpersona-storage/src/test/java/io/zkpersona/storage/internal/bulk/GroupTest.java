package io.zkpersona.storage.internal.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refused group is split until each member has its own outcome. */
class GroupTest {

  private static final class Member implements Group.Member<Integer> {

    private final int value;
    private final long handedOver = System.nanoTime();
    private final List<Object> told = new ArrayList<>();

    Member(int value) {
      this.value = value;
    }

    @Override
    public Integer value() {
      return value;
    }

    @Override
    public long handedOver() {
      return handedOver;
    }

    @Override
    public void stored(Integer stored) {
      told.add(stored);
    }

    @Override
    public void failed(Throwable failure) {
      told.add(failure);
    }
  }

  private final List<List<Integer>> attempts = new ArrayList<>();
  private final List<Integer> stored = new ArrayList<>();
  private final List<@Nullable Duration> waits = new ArrayList<>();
  private Duration longestWait = Duration.ZERO;

  private static List<Member> members(int count) {
    return IntStream.range(0, count).mapToObj(Member::new).toList();
  }

  /** Writes negated values, and fails if one of them is bad. */
  private void write(List<Member> members, Predicate<Integer> bad, RuntimeException failure) {
    new Group<Integer>(
            (values, wait) -> {
              attempts.add(values);
              waits.add(wait);
              if (values.stream().anyMatch(bad)) {
                throw failure;
              }
              stored.addAll(values);
              return values.stream().map(value -> -value).toList();
            },
            longestWait)
        .write(members);
  }

  private static DuplicateEntityException duplicate() {
    return new DuplicateEntityException("row", "id", "rows_pkey", "23505", null);
  }

  @Test
  void whatIsTakenIsWrittenAtOnce() {
    List<Member> members = members(5);

    write(members, value -> false, duplicate());

    assertThat(attempts).containsExactly(List.of(0, 1, 2, 3, 4));
    members.forEach(member -> assertThat(member.told).containsExactly(-member.value));
  }

  @Test
  void eachBadOneFailsAloneAndTheOthersAreWrittenOnceInTheirOrder() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      attempts.clear();
      stored.clear();
      List<Member> members = members(1 + random.nextInt(40));
      Set<Integer> bad = new HashSet<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        bad.add(random.nextInt(members.size()));
      }
      DuplicateEntityException failure = duplicate();

      write(members, bad::contains, failure);

      for (Member member : members) {
        assertThat(member.told)
            .containsExactly(bad.contains(member.value) ? failure : -member.value);
      }
      assertThat(stored)
          .isEqualTo(
              IntStream.range(0, members.size())
                  .boxed()
                  .filter(value -> !bad.contains(value))
                  .toList());
    }
  }

  @Test
  void oneBadOneAmongAThousandIsFoundByHalving() {
    List<Member> members = members(1_000);

    write(members, value -> value == 617, duplicate());

    assertThat(attempts).hasSizeLessThanOrEqualTo(21);
    assertThat(stored).hasSize(999);
  }

  static List<RuntimeException> waits() {
    return List.of(
        new StatementTimeoutException("locked", "55P03", null),
        TransactionException.conflict("deadlock", "40P01", null));
  }

  /** Without a limit, halving would wait for the same lock again and again. */
  @ParameterizedTest
  @MethodSource("waits")
  void withoutALimitEachIsTriedAloneAfterAWait(RuntimeException wait) {
    List<Member> members = members(64);

    write(members, value -> value == 40, wait);

    assertThat(attempts).hasSize(65);
    assertThat(attempts.stream().filter(attempt -> attempt.contains(40))).hasSize(2);
    assertThat(stored).hasSize(63);
    assertThat(members.get(40).told).containsExactly(wait);
  }

  /** Parts wait for a fraction of the remaining time, so halving is faster. */
  @ParameterizedTest
  @MethodSource("waits")
  void withALimitAWaitIsFoundByHalvingAndPartsWaitForLess(RuntimeException wait) {
    longestWait = Duration.ofMinutes(5);
    List<Member> members = members(1_000);

    write(members, value -> value == 617, wait);

    assertThat(attempts).hasSizeLessThanOrEqualTo(21);
    assertThat(stored).hasSize(999);
    assertThat(waits.get(0)).isNull();
    for (int i = 1; i < waits.size(); i++) {
      Duration most = attempts.get(i).size() == 1 ? longestWait : longestWait.dividedBy(2);
      assertThat(waits.get(i)).isBetween(Duration.ofMillis(10), most);
    }
  }

  /** Their time is over after the first attempt, or would be after another. */
  @Test
  void whatIsOverdueFailsAsThePartItWasTriedIn() {
    longestWait = Duration.ofNanos(1);
    List<Member> members = members(40);
    StatementTimeoutException failure = new StatementTimeoutException("locked", "55P03", null);

    write(members, value -> true, failure);

    assertThat(attempts).hasSize(1);
    assertThat(waits).containsExactly(Duration.ofMillis(10));
    members.forEach(member -> assertThat(member.told).containsExactly(failure));
  }

  /** It waited in the queue, and its rows may be unlocked. */
  @Test
  void whatIsOverdueIsTriedOnce() {
    longestWait = Duration.ofNanos(1);
    List<Member> members = members(3);

    write(members, value -> false, duplicate());

    assertThat(stored).hasSize(3);
  }

  static List<RuntimeException> unknown() {
    return List.of(
        new DatabaseUnavailableException("lost", "08006", null),
        new DatabaseException("the database call failed", null, null, null),
        new ManagerClosedException());
  }

  /** The rows may already be stored, and nothing more can be written. */
  @ParameterizedTest
  @MethodSource("unknown")
  void whereNobodyKnowsNothingIsTriedAgain(RuntimeException failure) {
    List<Member> members = members(8);

    write(members, value -> true, failure);

    assertThat(attempts).hasSize(1);
    members.forEach(member -> assertThat(member.told).containsExactly(failure));
  }

  @Test
  void whatIsLeftFailsWithTheDatabase() {
    DatabaseUnavailableException gone = new DatabaseUnavailableException("lost", "57P01", null);
    List<Member> members = members(8);
    new Group<Integer>(
            (values, wait) -> {
              attempts.add(values);
              throw values.size() > 2 ? duplicate() : gone;
            },
            Duration.ZERO)
        .write(members);

    assertThat(attempts)
        .containsExactly(List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(0, 1, 2, 3), List.of(0, 1));
    members.forEach(member -> assertThat(member.told).containsExactly(gone));
  }

  @Test
  void evenAnErrorIsToldToAll() {
    List<Member> members = members(3);
    StackOverflowError error = new StackOverflowError();
    new Group<Integer>(
            (values, wait) -> {
              throw error;
            },
            Duration.ZERO)
        .write(members);

    members.forEach(member -> assertThat(member.told).containsExactly(error));
  }
}
