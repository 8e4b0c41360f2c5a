package io.zkpersona.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.repository.PermissionRepository;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import org.junit.jupiter.api.Test;

@NewestServerOnly(unlessLong = true)
class PermissionRepositoryIT
    extends RepositoryContract<Permission, PermissionId, PermissionFilter> {

  PermissionRepositoryIT() {
    super(new PermissionFixture());
  }

  private PermissionRepository permissions() {
    return repositories().permissions();
  }

  @Test
  void aNameIsTakenOnceLetterCaseIncluded() {
    Permission stored =
        permissions().create(CreatePermissionRequest.builder().name("Türsteher").build());
    Permission other =
        permissions().create(CreatePermissionRequest.builder().name("türsteher").build());

    assertThat(permissions().findByName("Türsteher")).contains(stored);
    assertThat(permissions().findByName("türsteher")).contains(other);
    assertThat(permissions().findByName("TÜRSTEHER")).isEmpty();
    assertThatThrownBy(() -> permissions().save(Permission.builder().name("Türsteher").build()))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> {
              assertThat(taken.entityType()).isEqualTo("permission");
              assertThat(taken.field()).isEqualTo("name");
            });
    assertThatThrownBy(
            () -> permissions().update(other.id(), current -> current.withName("Türsteher")))
        .isInstanceOf(DuplicateEntityException.class);
    assertThatThrownBy(
            () -> permissions().update(other.id(), current -> current.withName("Tu\u0308r")))
        .hasMessage("name: not normalized (expected: Unicode normalization form C)");
    NullContract.assertRefused("name", () -> permissions().findByName(null));
  }
}
