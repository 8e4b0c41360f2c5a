package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Content;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An erasure reaches what the feed holds of a person. */
@ExtendWith(RuntimeRole.class)
class FeedErasureIT extends FeedFixture {

  private static final String MARKER = "marked";

  private static List<String> held(User person) {
    List<String> rows = new ArrayList<>();
    for (String table :
        List.of(
            "changes",
            "change_deliveries",
            "change_subscriptions",
            "change_ticks",
            "change_epochs")) {
      rows.addAll(database.query("SELECT t::text FROM zkpersona." + table + " AS t"));
    }
    rows.removeIf(row -> !row.contains(MARKER) && !row.contains(person.id().value().toString()));
    return rows;
  }

  @Test
  void eventsOfAnErasedPersonLoseWhatLeadsToThemWhetherDeliveredOrNot() {
    feed().subscribe(NAME, OPTIONS.content(Content.BEFORE));
    User person = all().users().save(User.builder().username(Username.of(MARKER)).build());
    User other = user();
    FeedLease lease = claim();
    drain(lease);
    touch(person);
    touch(person);
    FeedBatch failing = read(lease);
    assertThat(failing.events().get(0).before().text()).contains(MARKER);
    feed().acknowledge(failing, Map.of(failing.events().get(0), MARKER));
    touch(person);
    feed().tick();
    FeedBatch read = feed().read(lease, 100);
    touch(person);
    touch(other);
    assertThat(held(person)).hasSizeGreaterThan(4);

    all().users().erase(person.id());

    assertThat(held(person)).isEmpty();
    feed().acknowledge(read);
    List<ChangeEvent> later = drain(lease);
    endDelays();
    later.addAll(drain(lease));
    assertThat(held(person)).isEmpty();
    assertThat(later)
        .extracting(event -> event.change().operation())
        .contains(ChangeOperation.ERASE, ChangeOperation.DELETE);
    assertThat(later.stream().filter(event -> event.change().isErased()))
        .hasSizeGreaterThan(3)
        .allSatisfy(
            event -> {
              assertThat(event.before()).isNull();
              assertThat(event.change().entityId()).isNull();
              assertThat(event.change().userId()).isNull();
            });
    assertThat(ids(later)).contains(other.id().value());
    assertThat(state().waiting()).isZero();
    assertThat(drain(lease)).isEmpty();
  }
}
