package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.ChangeRecordingException;
import io.zkpersona.storage.error.ChangeRecordingException.Reason;
import io.zkpersona.storage.repository.change.DroppedChanges;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old changes are dropped by partitions, once nobody waits for them. */
class ChangeRetentionIT extends ChangeFixture {

  private static final String MONTHS =
      "SELECT part::text FROM zkpersona.changes_partitions() ORDER BY starts_at";

  private User user;

  /** Records two changes, and moves them to the past. */
  @BeforeEach
  void record() {
    changes().startRecording(Set.of(ChangedEntity.USER));
    user = user();
    user = all().users().update(user.id(), current -> current);
    sql("UPDATE zkpersona.changes SET changed_at = '2026-01-15'");
    sql("UPDATE zkpersona.users SET ctime = '2026-01-14', mtime = '2026-01-15'");
    sql("UPDATE zkpersona.changes SET changed_at = '2026-02-10' WHERE changed_at > '2026-01-15'");
  }

  @AfterEach
  void forget() {
    sql("DELETE FROM zkpersona.change_subscriptions");
    sql(
        """
        DO $$ DECLARE part regclass; BEGIN
          FOR part IN SELECT p.part FROM zkpersona.changes_partitions() AS p LOOP
            EXECUTE 'DROP TABLE ' || part;
          END LOOP;
        END $$
        """);
  }

  private static Instant day(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  @Test
  void monthsArePreparedFromTheEarliestChangeOn() {
    long months = changes().preparePartitions(Duration.ofDays(40));

    List<String> parts = OWN.database().query(MONTHS);
    assertThat(parts).hasSize((int) months).startsWith("zkpersona.changes_202601");
    assertThat(months).isGreaterThan(2);
    assertThat(OWN.database().query("SELECT * FROM zkpersona.changes_default")).isEmpty();
    assertThat(recorded()).hasSize(3);
    user();
    assertThat(OWN.database().query("SELECT * FROM zkpersona.changes_default")).isEmpty();
    assertThat(changes().preparePartitions(Duration.ofDays(40))).isZero();
    assertThat(all().users().history().asOf(user.id(), day("2026-03-01"))).isPresent();
  }

  @Test
  void monthsAreThoseOfUtcWhateverTheSessionsFormats() {
    inKolkata("SQL, DMY", "SELECT zkpersona.changes_prepare(now())");

    assertThat(
            OWN.database()
                .query(
                    "SELECT concat_ws(' ', part, starts_at AT TIME ZONE 'UTC',"
                        + " ends_at AT TIME ZONE 'UTC') FROM zkpersona.changes_partitions()"))
        .startsWith(
            "zkpersona.changes_202601 2026-01-01 00:00:00 2026-02-01 00:00:00",
            "zkpersona.changes_202602 2026-02-01 00:00:00 2026-03-01 00:00:00");
    inKolkata("German", "SELECT zkpersona.changes_drop_before('2026-02-01Z')");
    assertThat(OWN.database().query(MONTHS)).first().isEqualTo("zkpersona.changes_202602");
  }

  /**
   * Sends all at once: the driver ends a session whose date style has changed when it is ready
   * again.
   */
  private static void inKolkata(String dateStyle, String statement) {
    sql(
        "SET DateStyle = '%s'; SET TimeZone = 'Asia/Kolkata'; %s; RESET DateStyle; RESET TimeZone"
            .formatted(dateStyle, statement));
  }

  @Test
  void wholeMonthsAreDropped() {
    changes().preparePartitions(Duration.ZERO);

    assertThat(changes().dropBefore(day("2026-01-31"))).isEqualTo(new DroppedChanges(0, 0));
    assertThat(changes().dropBefore(day("2026-02-01"))).isEqualTo(new DroppedChanges(1, 2));
    assertThat(changes().dropBefore(day("2026-02-28"))).isEqualTo(new DroppedChanges(0, 0));

    assertThat(recorded()).hasSize(1);
    assertThat(all().users().history().revisions(user.id(), SliceParams.firstSlice()).items())
        .hasSize(1);
  }

  @Test
  void nothingIsDroppedThatASubscriptionHasNotSeen() {
    changes().preparePartitions(Duration.ZERO);
    changes().feed().subscribe("warehouse", SubscriptionOptions.defaults().start(Start.NOW));

    user();
    assertThat(changes().dropBefore(day("2026-02-01")).partitions()).isOne();
    changes().feed().unsubscribe("warehouse");

    changes().feed().subscribe("archive", SubscriptionOptions.defaults().start(Start.BEGINNING));
    assertThatThrownBy(() -> changes().dropBefore(day("2026-03-01")))
        .isInstanceOfSatisfying(
            ChangeRecordingException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_DELIVERED));
    assertThat(recorded()).hasSize(2);
    changes().feed().unsubscribe("archive");
    assertThat(changes().dropBefore(day("2026-03-01"))).isEqualTo(new DroppedChanges(1, 1));
  }

  @Test
  void whatIsNotSealedIsKeptWhereSealsAreMade() {
    changes().preparePartitions(Duration.ZERO);
    changes().seals().seal();
    sql(
        "INSERT INTO zkpersona.changes (changed_at, operation, entity, salt)"
            + " VALUES ('2026-01-20', 'insert', 'users', gen_random_uuid())");

    assertThatThrownBy(() -> changes().dropBefore(day("2026-02-01")))
        .isInstanceOfSatisfying(
            ChangeRecordingException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SEALED));
    changes().seals().seal();
    assertThat(changes().dropBefore(day("2026-02-01"))).isEqualTo(new DroppedChanges(1, 3));
    assertThat(changes().seals().verify().isIntact()).isTrue();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> changes().preparePartitions(null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("ahead");
    assertThatThrownBy(() -> changes().preparePartitions(Duration.ofDays(-1)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("ahead");
    assertThatThrownBy(() -> changes().dropBefore(null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("before");
  }
}
