package io.zkpersona.storage.change;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.Changes;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database whose changes can be recorded, in which nothing is recorded before a test. */
abstract class ChangeFixture {

  static final ActorId ACTOR = new ActorId(new UUID(7, 8));
  static final ActorId OTHER = new ActorId(new UUID(9, 10));

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  @AfterEach
  void stop() {
    changes().stopRecording(EnumSet.allOf(ChangedEntity.class));
    OWN.database().execute("DELETE FROM zkpersona.changes_tracked");
  }

  static Repositories all() {
    return OWN.manager().repositories();
  }

  static Changes changes() {
    return all().changes();
  }

  static User user() {
    return all().users().save(User.builder().build());
  }

  static List<Change> recorded() {
    return changes()
        .findSlice(
            ChangeFilter.none(),
            SliceParams.builder().order(SortOrder.ASCENDING).limit(1_000).build())
        .items();
  }

  static void sql(String text) {
    OWN.database().execute(text);
  }
}
