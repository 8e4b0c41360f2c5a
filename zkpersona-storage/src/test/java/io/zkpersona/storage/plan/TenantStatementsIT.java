package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The statements of a tenant are those of the manager's schema but for the schema's name. */
class TenantStatementsIT {

  private static final String SCHEMA = "zkpersona_tenant_acme";

  @Test
  void onlyTheNameOfTheSchemaDiffers() throws SQLException {
    Set<String> ofTenant =
        RenderedStatements.ofAllCalls(
            (manager, connection) -> manager.tenants().create("acme").repositoriesOn(connection));

    assertThat(ofTenant).hasSizeGreaterThan(200);
    assertThat(ofTenant)
        .allSatisfy(sql -> assertThat(sql).doesNotContain("\"zkpersona\"", "'zkpersona'"));
    assertThat(
            ofTenant.stream()
                .map(sql -> sql.replace(SCHEMA, "zkpersona"))
                .collect(Collectors.toSet()))
        .isEqualTo(RenderedStatements.ofAllCalls());
  }
}
