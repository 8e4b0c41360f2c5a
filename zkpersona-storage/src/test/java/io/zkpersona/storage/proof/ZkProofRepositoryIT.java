package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import org.junit.jupiter.api.Test;

@NewestServerOnly(unlessLong = true)
public class ZkProofRepositoryIT extends RepositoryContract<ZkProof, ZkProofId, ZkProofFilter> {

  public ZkProofRepositoryIT() {
    super(new ZkProofFixture());
  }

  @Test
  void aBlockOrGasBelowZeroIsReadButNotWritten() {
    ZkProof stored = repository().save(fixture().minimal(draw()));
    database().execute("UPDATE zkpersona.zk_proofs SET block_number = -1, gas_used = -1");

    ZkProof old = repository().getById(stored.id());

    assertThat(old.blockNumber()).isEqualTo(-1);
    assertThat(repository().update(fixture().counted(old, 3)).gasUsed()).isEqualTo(-1);
    ZkProof copy = fixture().withId(fixture().minimal(draw()), fixture().newId.get());
    assertThatThrownBy(() -> repository().save(copy.withBlockNumber(-1L)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("blockNumber: -1");
    assertThatThrownBy(() -> repository().save(copy.withGasUsed(-1L)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("gasUsed: -1");
  }
}
