package io.zkpersona.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of an NDJSON file, and its members as what they should be. Whole numbers are exact,
 * however many digits they have.
 */
final class JsonLine {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build()
          .readerFor(JsonNode.class);

  private static final Pattern HASH = Pattern.compile("0x[0-9a-fA-F]{64}");

  /** What a contract can count to. */
  private static final int MAX_BITS = 256;

  private final String text;
  private final JsonNode object;

  private JsonLine(String text, JsonNode object) {
    this.text = text;
    this.object = object;
  }

  static JsonLine parse(String line) throws MalformedLineException {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the line and runs over several.
      throw new MalformedLineException("no JSON at character " + e.getLocation().getColumnNr());
    }
    if (!node.isObject()) {
      throw new MalformedLineException("no JSON object");
    }
    return new JsonLine(line, node);
  }

  /** Refuses a line of another file. A line that doesn't say what it is is taken as it comes. */
  void checkType(String expected) throws MalformedLineException {
    JsonNode type = object.path("type");
    if (!type.isMissingNode() && !type.asText().equals(expected)) {
      throw new MalformedLineException("type", "of another file", expected);
    }
  }

  /** A hash, in lower case so that one hash has one spelling. */
  String hash(String name) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!HASH.matcher(node.asText()).matches()) {
      throw new MalformedLineException(name, kindOf(node), "0x and 64 hexadecimal digits");
    }
    return node.asText().toLowerCase(Locale.ROOT);
  }

  WalletAddress address(String name) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isTextual()) {
      throw new MalformedLineException(name, kindOf(node), Wallets.ADDRESS_RULE);
    }
    return Wallets.parse(name, node.asText());
  }

  BigInteger wholeNumber(String name) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isIntegralNumber()
        || node.bigIntegerValue().signum() < 0
        || node.bigIntegerValue().bitLength() > MAX_BITS) {
      throw new MalformedLineException(name, kindOf(node), "a whole number from 0, below 2^256");
    }
    return node.bigIntegerValue();
  }

  /** Whether there is such a member. */
  boolean has(String name) {
    return object.has(name);
  }

  boolean flag(String name) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isBoolean()) {
      throw new MalformedLineException(name, kindOf(node), "true or false");
    }
    return node.booleanValue();
  }

  /** A text of a certain form. */
  String text(String name, Pattern form, String expected) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isTextual() || !form.matcher(node.asText()).matches()) {
      throw new MalformedLineException(name, kindOf(node), expected);
    }
    return node.asText();
  }

  /** A member that is JSON of its own, exactly as it is written. */
  Json document(String name) throws MalformedLineException {
    Json document = Json.of(text).members().get(name);
    if (document == null) {
      throw new MalformedLineException(name, "missing", "a JSON document");
    }
    return document;
  }

  Instant time(String name) throws MalformedLineException {
    BigInteger seconds = wholeNumber(name);
    try {
      return Instant.ofEpochSecond(seconds.longValueExact());
    } catch (ArithmeticException | DateTimeException e) {
      throw new MalformedLineException(name, "beyond the end of time", "seconds since 1970");
    }
  }

  List<String> texts(String name) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isArray()) {
      throw new MalformedLineException(name, kindOf(node), "an array of texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        throw new MalformedLineException(name, "holds " + kindOf(element), "an array of texts");
      }
      texts.add(element.asText());
    }
    return texts;
  }

  private static String kindOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case STRING -> String.format(Locale.ROOT, "text of %d characters", node.asText().length());
      case NUMBER -> node.isIntegralNumber() ? "a number out of range" : "a number with decimals";
      default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
