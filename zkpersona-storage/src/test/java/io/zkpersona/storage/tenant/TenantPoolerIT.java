package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tenants share the few sessions of a pooler in transaction mode. */
@NewestServerOnly
class TenantPoolerIT {

  private static final int SESSIONS = 2;
  private static final int CALLS = 60;

  @Test
  void eachCallReachesItsTenantWhicheverSessionItGets() throws Exception {
    assumeThat(PgBouncer.isInstalled()).isTrue();
    List<String> names = List.of("acme", "globex", "initech");
    try (TestDatabase database = TestDatabase.migrated();
        PgBouncer pooler = PgBouncer.before(database.url(), SESSIONS);
        DatabaseManager manager =
            DatabaseManager.open(
                database
                    .config()
                    .databaseUrl(pooler.url(database.url()))
                    .migrationUrl(Secret.of(database.url()))
                    .build())) {
      names.forEach(manager.tenants()::create);
      ExecutorService threads = Executors.newFixedThreadPool(6);
      try {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
          int number = i;
          Tenant tenant = manager.tenant(names.get(i % names.size()));
          calls.add(
              threads.submit(
                  () -> {
                    if (number % 2 == 0) {
                      save(tenant, number);
                    } else {
                      tenant.inTransaction(tx -> tx.users().create(user(tenant, number)));
                    }
                  }));
        }
        for (Future<?> call : calls) {
          call.get();
        }
      } finally {
        threads.shutdownNow();
      }

      for (String name : names) {
        assertThat(manager.tenant(name).repositories().users().findAll())
            .hasSize(CALLS / names.size())
            .allSatisfy(user -> assertThat(user.username().value()).startsWith(name));
      }
      assertThat(manager.repositories().users().count()).isZero();
      assertThat(manager.tenants().dropWithAllData("initech")).isTrue();
    }
  }

  private static void save(Tenant tenant, int number) {
    tenant.repositories().users().create(user(tenant, number));
  }

  private static CreateUserRequest user(Tenant tenant, int number) {
    return CreateUserRequest.builder().username(Username.of(tenant.name() + number)).build();
  }
}
