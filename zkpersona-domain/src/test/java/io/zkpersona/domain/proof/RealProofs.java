package io.zkpersona.domain.proof;

import io.zkpersona.domain.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Proofs generated and judged by snarkjs. */
public final class RealProofs {
  private RealProofs() {}

  /** Returns a document of the test resources. */
  public static Json document(String name) {
    return Json.of(text(name));
  }

  /** Returns the objects of a file, one per line. */
  public static List<Map<String, Json>> lines(String name) {
    return text(name).lines().map(line -> Json.of(line).members()).toList();
  }

  /** Returns a text of the test resources. */
  public static String text(String name) {
    try (InputStream file = RealProofs.class.getResourceAsStream("/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
