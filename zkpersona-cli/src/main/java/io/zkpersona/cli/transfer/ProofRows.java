package io.zkpersona.cli.transfer;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.storage.repository.Repositories;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams complete proofs by a filter, which the library offers for their headers only. */
final class ProofRows {

  private static final int BATCH = 100;

  private ProofRows() {}

  /**
   * Without a filter, all proofs are read as of one moment. With one, the ids are; a proof that is
   * deleted meanwhile is left out, and one that is changed may be seen changed.
   */
  static Stream<ZkProof> stream(Repositories all, ZkProofFilter filter) {
    if (filter.equals(ZkProofFilter.none())) {
      return all.zkProofs().stream();
    }
    Stream<ZkProofHeader> headers = all.zkProofs().headers().stream(filter);
    Iterator<List<ZkProof>> batches = new Batches(headers.iterator(), all);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(batches, Spliterator.ORDERED), false)
        .flatMap(List::stream)
        .onClose(headers::close);
  }

  private record Batches(Iterator<ZkProofHeader> headers, Repositories all)
      implements Iterator<List<ZkProof>> {

    @Override
    public boolean hasNext() {
      return headers.hasNext();
    }

    @Override
    public List<ZkProof> next() {
      List<ZkProofId> ids = new ArrayList<>();
      do {
        ids.add(headers.next().id());
      } while (ids.size() < BATCH && headers.hasNext());
      return all.zkProofs().findAllById(ids);
    }
  }
}
