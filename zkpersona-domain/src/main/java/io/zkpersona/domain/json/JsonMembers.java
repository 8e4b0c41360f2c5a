package io.zkpersona.domain.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Splits an object or array into the texts of its values, and joins members into an object. */
final class JsonMembers {
  private JsonMembers() {}

  /**
   * Returns the original text of each member's value.
   *
   * @param text an object, as accepted by {@link JsonCheck}
   */
  static Map<String, String> of(String text) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = JsonReader.open(text)) {
      parser.nextToken();
      JsonToken token = parser.nextToken();
      while (token == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        int start = place(parser);
        parser.skipChildren();
        token = parser.nextToken();
        members.put(name, valueBetween(text, start, place(parser)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading validated JSON failed", e);
    }
    return members;
  }

  /**
   * Returns the original text of each element.
   *
   * @param text an array, as accepted by {@link JsonCheck}
   */
  static List<String> elements(String text) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = JsonReader.open(text)) {
      parser.nextToken();
      JsonToken token = parser.nextToken();
      while (token != JsonToken.END_ARRAY) {
        int start = place(parser);
        parser.skipChildren();
        token = parser.nextToken();
        elements.add(valueBetween(text, start, place(parser)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading validated JSON failed", e);
    }
    return elements;
  }

  /**
   * Returns the decoded content of a string.
   *
   * @param text a string, as accepted by {@link JsonCheck}
   */
  static String string(String text) {
    try (JsonParser parser = JsonReader.open(text)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("reading validated JSON failed", e);
    }
  }

  /**
   * Returns the path and name of the first member whose name matches.
   *
   * @param text as accepted by {@link JsonCheck}
   */
  static Optional<String> find(String text, Predicate<String> names) {
    try (JsonParser parser = JsonReader.open(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && names.test(parser.currentName())) {
          return Optional.of(around(parser.getParsingContext()) + parser.currentName());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading validated JSON failed", e);
    }
  }

  /** Returns the path to an object, from the outside in. */
  private static String around(JsonStreamContext object) {
    StringBuilder way = new StringBuilder();
    String separator = ".";
    for (JsonStreamContext c = object.getParent(); !c.inRoot(); c = c.getParent()) {
      way.insert(0, (c.inArray() ? "[" + c.getCurrentIndex() + "]" : "*") + separator);
      separator = c.inArray() ? "" : ".";
    }
    return way.toString();
  }

  static String join(Map<String, Json> members) {
    StringJoiner text = new StringJoiner(",", "{", "}");
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    members.forEach(
        (name, value) ->
            text.add('"' + String.valueOf(encoder.quoteAsString(name)) + "\":" + value.text()));
    return text.toString();
  }

  private static int place(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  /** Returns the value without the comma and white space before the next token. */
  private static String valueBetween(String text, int start, int next) {
    int end = next;
    while (text.charAt(end - 1) <= ' ' || text.charAt(end - 1) == ',') {
      end--;
    }
    return text.substring(start, end);
  }
}
