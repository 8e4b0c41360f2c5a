package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No name of a tenant reaches the server unless it needs no quotes. */
class TenantNamesIT {

  /** With the schema zkpersona. */
  private static final int LONGEST = 46;

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  static Stream<String> hostileNames() {
    return Stream.of(
        "",
        " ",
        "_acme",
        "Acme",
        "ACME",
        "acme ",
        "acme\n",
        "acme\0",
        "a\"b",
        "\"acme\"",
        "a'b",
        "a;b",
        "a.users",
        "..",
        "a/b",
        "a-b",
        "a$b",
        "a%b",
        "a:b",
        "zkpersona:tenant",
        "acme\"; DROP SCHEMA zkpersona CASCADE; --",
        "acme'; DROP SCHEMA zkpersona CASCADE; --",
        "acme\".users; DELETE FROM zkpersona.users; --",
        "äcme",
        "ａｃｍｅ",
        "acme\u0301",
        "аcme",
        "acme\u200b",
        "\uD83D\uDE00",
        "\uD83D",
        "a\u0661",
        "ı",
        "a_tenant_b",
        "_tenant_",
        "a".repeat(LONGEST + 1),
        "a".repeat(63),
        "a".repeat(64),
        "a".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void aNameThatIsNoneIsRefusedBeforeAnythingIsSent(String name) {
    Tenants tenants = manager.tenants();
    Object before = manager.queryStats();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> manager.tenant(name),
            () -> tenants.create(name),
            () -> tenants.migrate(name),
            () -> tenants.dropWithAllData(name))) {
      assertThatThrownBy(call)
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("name: " + name.codePointCount(0, name.length()) + " characters")
          .hasMessageContaining("1..46")
          .hasMessageNotContaining("DROP");
    }

    assertThat(manager.queryStats()).isEqualTo(before);
    assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%tenant%'"))
        .containsExactly("0");
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void nullIsRefused() {
    assertThatThrownBy(() -> manager.tenant(null)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> manager.tenants().create(null))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> manager.tenants().migrateAll(1, null))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> manager.tenants().migrateAll(0, progress -> {}))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> manager.tenants().migrateAll(65, progress -> {}))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void namesThatAreSpecialElsewhereAreTenantsOfTheirOwn() {
    List<String> names =
        List.of("0", "a".repeat(LONGEST), "pg_catalog", "public", "select", "zkpersona");
    WalletAddress wallet = WalletAddress.of("0x52908400098527886E0F7030069857D2E4169EE7");
    for (String name : names) {
      Tenant tenant = manager.tenants().create(name);
      assertThat(tenant.name()).isEqualTo(name);
      assertThat(tenant.schema()).isEqualTo("zkpersona_tenant_" + name);
      tenant.repositories().users().getOrCreateByWalletAddress(wallet);
      assertThat(tenant.repositories().users().count()).isOne();
    }

    assertThat(manager.tenants().list()).isEqualTo(names);
    assertThat(manager.repositories().users().count()).isZero();
    for (String name : names) {
      assertThat(manager.tenants().dropWithAllData(name)).isTrue();
    }
    assertThat(manager.tenants().list()).isEmpty();
    assertThat(manager.check().findings()).isEmpty();
  }
}
