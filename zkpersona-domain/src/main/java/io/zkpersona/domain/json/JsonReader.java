package io.zkpersona.domain.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Opens the streaming parser. */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // JsonCheck enforces its own limits with its own messages, so the parser's are lifted.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonCheck.MAX_DEPTH + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          // Names come from outside. They must neither accumulate in a symbol table nor be rejected
          // because many of them share a hash.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonReader() {}

  static JsonParser open(String text) throws IOException {
    return FACTORY.createParser(text);
  }
}
