package io.zkpersona.examples.data;

import com.fasterxml.jackson.databind.node.TextNode;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The origin of a proof, stored in its metadata so that the proofs of a data set can be recognized.
 *
 * @param sessionId the name of the data set
 */
public record ProofOrigin(String sessionId) {

  private static final String DATA_SET = "data_set";
  private static final String ROW = "row";

  /** Returns the metadata of a proof from this data set. */
  public Json metadata(String file, ProofRow row) {
    String name = String.format(Locale.ROOT, "%s#%s/%d", file, row.name(), row.number());
    return Json.object(Map.of(DATA_SET, text(sessionId), ROW, text(name)));
  }

  /** Returns the proofs of this data set that this example stored, in the order of storing. */
  public List<ZkProofHeader> proofs(ZkProofRepository repository) {
    try (Stream<ZkProofHeader> proofs = repository.headers().stream(ZkProofFilter.none())) {
      return proofs
          .filter(proof -> InputFactory.AUTHOR.equals(proof.audit().createdBy()))
          .filter(this::isOf)
          .sorted(Comparator.comparing((ZkProofHeader proof) -> proof.id().value().toString()))
          .toList();
    }
  }

  private boolean isOf(ZkProofHeader proof) {
    return proof.metadata().isObject()
        && text(sessionId).equals(proof.metadata().members().get(DATA_SET));
  }

  private static Json text(String text) {
    return Json.of(TextNode.valueOf(text).toString());
  }
}
