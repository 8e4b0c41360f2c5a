package io.zkpersona.cli.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Splits the text of a JSON object into the texts of its members, each exactly as written. */
final class JsonObjectText {

  /** The deepest document that the database's type holds, within a row within a line. */
  private static final int DEPTH = 1_010;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private JsonObjectText() {}

  /**
   * Returns the members' texts by name, in order.
   *
   * @throws TransferException if the text is not one JSON object, or names a member twice
   */
  static Map<String, String> members(String text) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
      JsonToken token = parser.nextToken();
      while (token == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        int start = place(parser);
        parser.skipChildren();
        token = parser.nextToken();
        if (members.put(name, text.substring(start, place(parser)).replaceAll("[,\\s]+$", ""))
            != null) {
          throw new TransferException("a member is named twice (expected: once)");
        }
      }
      if (parser.nextToken() != null) {
        throw malformed();
      }
    } catch (IOException e) {
      throw malformed();
    }
    return members;
  }

  /** Returns the content of a string, without quotes and escapes. */
  static String string(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw malformed();
    }
  }

  private static int place(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  /** The parser's message holds parts of the text, which may be personal. */
  private static TransferException malformed() {
    return new TransferException("not a JSON object (expected: one in each line)");
  }
}
