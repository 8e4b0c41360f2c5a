package io.zkpersona.storage.pooler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Session setup adds no round trip to single calls, in own or shared sessions. */
@NewestServerOnly
class SessionSetupTripsIT {

  private static final TransactionOptions DEFAULTS = TransactionOptions.defaults();

  private TripCounter trips;
  private DatabaseManager manager;

  @Test
  void aSessionOfItsOwnIsToldOnlyWhatDiffersFromItsDefaults() {
    try (TestDatabase database = TestDatabase.migrated()) {
      counting(
          database,
          database.url(),
          () -> {
            assertSingleCallsTakeOne();
            // The work and the commit.
            assertThat(tripsOf(DEFAULTS)).isEqualTo(2);
            assertThat(tripsOf(DEFAULTS.readOnly())).isEqualTo(2);
            assertThat(tripsOf(DEFAULTS.isolation(Isolation.SERIALIZABLE))).isEqualTo(3);
            assertThat(tripsOf(DEFAULTS)).isEqualTo(2);
          });
    }
  }

  @Test
  void aSharedSessionIsToldInTheTripOfASingleCallAndInOneOfATransactions() {
    try (PgBouncer pooler = PgBouncer.ignoring("extra_float_digits");
        TestDatabase database = TestDatabase.migrated()) {
      counting(
          database,
          pooler.url(database.url()),
          () -> {
            assertSingleCallsTakeOne();
            assertThat(tripsOf(DEFAULTS)).isEqualTo(3);
            assertThat(tripsOf(DEFAULTS.readOnly())).isEqualTo(3);
            assertThat(tripsOf(DEFAULTS.isolation(Isolation.SERIALIZABLE))).isEqualTo(3);
          });
    }
  }

  private void assertSingleCallsTakeOne() {
    User ada = user("ada");
    assertThat(trips.during(() -> user("eve"))).isOne();
    assertThat(trips.during(() -> manager.repositories().users().getById(ada.id()))).isOne();
    assertThat(trips.during(() -> manager.repositories().users().deleteById(ada.id()))).isOne();
  }

  private int tripsOf(TransactionOptions options) {
    return trips.during(() -> manager.inTransaction(options, tx -> tx.users().count()));
  }

  private User user(String name) {
    return manager
        .repositories()
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private void counting(TestDatabase database, String url, Runnable work) {
    int port = URI.create(url).getPort();
    try (TripCounter counter = TripCounter.to(port)) {
      trips = counter;
      String counted = url.replaceFirst("@[^/]*/", "@127.0.0.1:" + counter.port() + "/");
      try (DatabaseManager opened =
          DatabaseManager.open(
              database.config().databaseUrl(counted).maxConnections(1).minConnections(0).build())) {
        manager = opened;
        work.run();
      }
    }
  }
}
