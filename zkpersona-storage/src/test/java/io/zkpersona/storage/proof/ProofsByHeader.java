package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.contract.Components;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists proofs through their headers, and checks each header against the stored proof. */
record ProofsByHeader(ZkProofRepository proofs)
    implements FilterablePaginatedRepository<ZkProof, ZkProofFilter> {

  private Function<ZkProofHeader, ZkProof> whole(List<ZkProofHeader> headers) {
    Map<ZkProofId, ZkProof> found =
        proofs.findAllById(headers.stream().map(ZkProofHeader::id).toList()).stream()
            .collect(Collectors.toMap(ZkProof::id, Function.identity()));
    return header -> {
      ZkProof proof = found.get(header.id());
      assertThat(header.verificationKeyHash()).isIn(proof.verificationKeyHash(), null);
      for (String name : Components.names(ZkProofHeader.class)) {
        if (!name.equals("verificationKeyHash")) {
          assertThat(Components.get(header, name)).isEqualTo(Components.get(proof, name));
        }
      }
      return proof;
    };
  }

  @Override
  public List<ZkProof> find(ZkProofFilter filter) {
    List<ZkProofHeader> headers = proofs.headers().find(filter);
    return headers.stream().map(whole(headers)).toList();
  }

  @Override
  public Stream<ZkProof> stream(ZkProofFilter filter) {
    try (Stream<ZkProofHeader> stream = proofs.headers().stream(filter)) {
      List<ZkProofHeader> headers = stream.toList();
      return headers.stream().map(whole(headers));
    }
  }

  @Override
  public long count(ZkProofFilter filter) {
    return proofs.headers().count(filter);
  }

  @Override
  public long delete(ZkProofFilter filter) {
    return proofs.headers().delete(filter);
  }

  @Override
  public long deleteEverything() {
    return proofs.headers().deleteEverything();
  }

  @Override
  public Page<ZkProof> findPage(PaginationParams params) {
    Page<ZkProofHeader> page = proofs.headers().findPage(params);
    return page.map(whole(page.items()));
  }

  @Override
  public Page<ZkProof> findPage(ZkProofFilter filter, PaginationParams params) {
    Page<ZkProofHeader> page = proofs.headers().findPage(filter, params);
    return page.map(whole(page.items()));
  }

  @Override
  public Slice<ZkProof> findSlice(SliceParams params) {
    Slice<ZkProofHeader> slice = proofs.headers().findSlice(params);
    return slice.map(whole(slice.items()));
  }

  @Override
  public Slice<ZkProof> findSlice(ZkProofFilter filter, SliceParams params) {
    Slice<ZkProofHeader> slice = proofs.headers().findSlice(filter, params);
    return slice.map(whole(slice.items()));
  }
}
