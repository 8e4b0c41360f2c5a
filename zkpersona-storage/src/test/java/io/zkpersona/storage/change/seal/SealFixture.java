package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeSeals;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database in which all changes are recorded. */
abstract class SealFixture {

  static final ActorId ACTOR = new ActorId(new UUID(7, 8));

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  @BeforeEach
  void record() {
    all().changes().startRecording(EnumSet.allOf(ChangedEntity.class));
  }

  @AfterEach
  void stop() {
    all().changes().stopRecording(EnumSet.allOf(ChangedEntity.class));
    sql("DELETE FROM zkpersona.changes_tracked");
  }

  static Repositories all() {
    return OWN.manager().repositories();
  }

  static ChangeSeals seals() {
    return all().changes().seals();
  }

  static void sql(String text) {
    OWN.database().execute("SET search_path = zkpersona; " + text);
  }

  static String value(String query) {
    return OWN.database().queryOne(query);
  }

  static List<Long> positions() {
    return OWN.database().query("SELECT position FROM zkpersona.changes ORDER BY 1").stream()
        .map(Long::valueOf)
        .toList();
  }

  /** Makes as many changes in one statement. */
  static void change(int count) {
    sql(
        "INSERT INTO roles (name) SELECT gen_random_uuid()::text FROM generate_series(1, %d)"
            .formatted(count));
  }

  /** Makes six changes with all columns: users, roles and grants by somebody. */
  static User changeVariously() {
    Repositories acting = all().as(ACTOR);
    User user = acting.users().save(User.builder().build());
    Username name = Username.of("名前 " + user.id());
    acting.users().update(user.id(), found -> found.withUsername(name));
    Role role = acting.roles().create(id -> Role.builder().id(id).name("r" + id).build());
    acting.access().grant(user.id(), role.id(), null);
    acting.access().revoke(user.id(), role.id());
    acting.access().grant(user.id(), role.id(), null);
    return user;
  }

  static SealHead seal() {
    return seals().seal().orElseThrow();
  }

  static SealReport assertIntact(long changes) {
    SealReport report = seals().verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.found()).isZero();
    assertThat(report.changes()).isEqualTo(changes);
    return report;
  }
}
