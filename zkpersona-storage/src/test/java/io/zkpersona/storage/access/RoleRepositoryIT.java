package io.zkpersona.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.repository.RoleRepository;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import org.junit.jupiter.api.Test;

@NewestServerOnly(unlessLong = true)
class RoleRepositoryIT extends RepositoryContract<Role, RoleId, RoleFilter> {

  RoleRepositoryIT() {
    super(new RoleFixture());
  }

  private RoleRepository roles() {
    return repositories().roles();
  }

  @Test
  void aNameIsTakenOnceLetterCaseIncluded() {
    Role stored = roles().create(CreateRoleRequest.builder().name("Türsteher").build());
    Role other = roles().create(CreateRoleRequest.builder().name("türsteher").build());

    assertThat(roles().findByName("Türsteher")).contains(stored);
    assertThat(roles().findByName("türsteher")).contains(other);
    assertThat(roles().findByName("TÜRSTEHER")).isEmpty();
    assertThatThrownBy(() -> roles().save(Role.builder().name("Türsteher").build()))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> {
              assertThat(taken.entityType()).isEqualTo("role");
              assertThat(taken.field()).isEqualTo("name");
            });
    assertThatThrownBy(() -> roles().update(other.id(), current -> current.withName("Türsteher")))
        .isInstanceOf(DuplicateEntityException.class);
    NullContract.assertRefused("name", () -> roles().findByName(null));
  }

  @Test
  void aNameIsOneInBothNormalizationFormsAndAnOldOneStays() {
    Role stored = roles().create(CreateRoleRequest.builder().name("Tu\u0308r").build());
    database().execute("INSERT INTO zkpersona.roles (name) VALUES ('u\u0308ber '), ('u\u0308ber')");

    assertThat(roles().findByName("T\u00fcr")).contains(stored);
    assertThat(roles().findByName("Tu\u0308r")).contains(stored);
    for (String old : new String[] {"u\u0308ber ", "u\u0308ber"}) {
      Role read = roles().findByName(old).orElseThrow();
      Role described = roles().update(read.withDescription("old"));
      assertThat(roles().getById(read.id())).isEqualTo(described);
      assertThatThrownBy(() -> roles().save(Role.builder().name(old + "x\u0308 ").build()))
          .hasMessageStartingWith("name: ");
      for (String name : new String[] {old + "\n", old + "u\u0308"}) {
        assertThatThrownBy(() -> roles().update(described.withName(name)))
            .hasMessageStartingWith("name: ");
        assertThatThrownBy(() -> roles().update(read.id(), current -> current.withName(name)))
            .hasMessageStartingWith("name: ");
      }
      Role changed = roles().update(read.id(), current -> current.withDescription("older"));
      assertThat(changed.name()).isEqualTo(old);
    }
  }
}
