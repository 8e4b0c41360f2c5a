package io.zkpersona.examples.data;

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
 * One line of an NDJSON file, with typed access to its members. Whole numbers are exact, regardless
 * of their number of digits.
 */
final class JsonLine {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build()
          .readerFor(JsonNode.class);

  private static final Pattern HASH = Pattern.compile("0x[0-9a-fA-F]{64}");

  /** The word size of the Ethereum virtual machine. */
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
      // The message of Jackson quotes the line and has several lines.
      throw new MalformedLineException(
          "invalid JSON at character " + e.getLocation().getColumnNr());
    }
    if (!node.isObject()) {
      throw new MalformedLineException("not a JSON object");
    }
    return new JsonLine(line, node);
  }

  /** Rejects a line of another file. A line without a type is accepted. */
  void checkType(String expected) throws MalformedLineException {
    JsonNode type = object.path("type");
    if (!type.isMissingNode() && !type.asText().equals(expected)) {
      throw new MalformedLineException("type", "of another file", expected);
    }
  }

  /** Returns a hash in lower case, so that each hash has one form. */
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

  /** Tells whether the member exists. */
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

  /** Returns a text that matches a pattern. */
  String text(String name, Pattern form, String expected) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isTextual() || !form.matcher(node.asText()).matches()) {
      throw new MalformedLineException(name, kindOf(node), expected);
    }
    return node.asText();
  }

  /** Returns a nested JSON document exactly as written. */
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
      throw new MalformedLineException(name, "out of range", "seconds since 1970");
    }
  }

  List<String> texts(String name) throws MalformedLineException {
    JsonNode node = object.path(name);
    if (!node.isArray()) {
      throw new MalformedLineException(name, kindOf(node), "an array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        throw new MalformedLineException(name, "holds " + kindOf(element), "an array of strings");
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
