package io.zkpersona.domain.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A parsed JSON text, for comparison as {@code jsonb} compares. No method is recursive, so a
 * thousand levels are safe on a small stack.
 */
final class JsonTree {
  /** A {@link Container}, or a leaf: String, JsonNumber, Boolean or {@link Null}. */
  private final Object root;

  private JsonTree(Object root) {
    this.root = root;
  }

  /** JSON's null. */
  private record Null() {
    @Override
    public String toString() {
      return "null";
    }
  }

  /** A delimiter between values. */
  private record Punctuation(String text) {}

  /** An object or an array; exactly one of the two is not null. */
  private static final class Container {
    final @Nullable Map<String, Object> members;
    final @Nullable List<Object> items;
    private String name = "";
    private int hash;

    Container(boolean object) {
      members = object ? new HashMap<>() : null;
      items = object ? null : new ArrayList<>();
    }

    void name(String next) {
      name = next;
    }

    void add(Object value) {
      if (members != null) {
        members.put(name, value);
      } else if (items != null) {
        items.add(value);
      }
    }

    /** Computes the hash. Called when all contained values are complete and have theirs. */
    void complete() {
      hash = 31 * Objects.hashCode(members) + Objects.hashCode(items);
    }

    /** Returns the parts to write, in order: delimiters and values. */
    List<Object> parts() {
      List<Object> parts = new ArrayList<>();
      String separator = members == null ? "[" : "{";
      if (members != null) {
        for (Map.Entry<String, Object> member : new TreeMap<>(members).entrySet()) {
          parts.add(new Punctuation(separator));
          parts.add(member.getKey());
          parts.add(new Punctuation(":"));
          parts.add(member.getValue());
          separator = ",";
        }
      }
      if (items != null) {
        for (Object item : items) {
          parts.add(new Punctuation(separator));
          parts.add(item);
          separator = ",";
        }
      }
      String end = members == null ? "]" : "}";
      parts.add(new Punctuation(separator.equals(",") ? end : separator + end));
      return parts;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }
  }

  /**
   * Parses a text.
   *
   * @param text as accepted by {@link JsonCheck}
   */
  static JsonTree of(String text) {
    try (JsonParser parser = JsonReader.open(text)) {
      Deque<Container> open = new ArrayDeque<>();
      while (true) {
        JsonToken token = Objects.requireNonNull(parser.nextToken());
        Object value;
        if (token == JsonToken.FIELD_NAME) {
          open.element().name(parser.currentName());
          continue;
        } else if (token.isStructStart()) {
          open.push(new Container(token == JsonToken.START_OBJECT));
          continue;
        } else if (token.isStructEnd()) {
          Container complete = open.pop();
          complete.complete();
          value = complete;
        } else {
          value = leaf(parser, token);
        }
        if (open.isEmpty()) {
          return new JsonTree(value);
        }
        open.element().add(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading validated JSON failed", e);
    }
  }

  private static Object leaf(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> new Null();
      default -> Objects.requireNonNull(JsonNumber.read(parser.getText()));
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof JsonTree that)) {
      return false;
    }
    Deque<Container> mine = new ArrayDeque<>();
    Deque<Container> others = new ArrayDeque<>();
    boolean same = sameSoFar(root, that.root, mine, others);
    while (same && !mine.isEmpty()) {
      same = sameInside(mine.pop(), others.pop(), mine, others);
    }
    return same;
  }

  /** Compares leaves immediately, and queues two containers for later comparison. */
  private static boolean sameSoFar(
      Object a, @Nullable Object b, Deque<Container> mine, Deque<Container> others) {
    if (a instanceof Container x && b instanceof Container y) {
      mine.push(x);
      others.push(y);
      return x.hash == y.hash;
    }
    return a.equals(b);
  }

  private static boolean sameInside(
      Container a, Container b, Deque<Container> mine, Deque<Container> others) {
    if (a.members != null && b.members != null) {
      if (a.members.size() != b.members.size()) {
        return false;
      }
      for (Map.Entry<String, Object> member : a.members.entrySet()) {
        if (!sameSoFar(member.getValue(), b.members.get(member.getKey()), mine, others)) {
          return false;
        }
      }
      return true;
    }
    if (a.items != null && b.items != null) {
      if (a.items.size() != b.items.size()) {
        return false;
      }
      for (int i = 0; i < a.items.size(); i++) {
        if (!sameSoFar(a.items.get(i), b.items.get(i), mine, others)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  /** Returns the canonical text, as {@link Json#canonicalText} does. */
  String canonicalText() {
    StringBuilder text = new StringBuilder();
    Deque<Object> rest = new ArrayDeque<>();
    rest.push(root);
    while (!rest.isEmpty()) {
      Object next = rest.pop();
      if (next instanceof Container container) {
        List<Object> parts = container.parts();
        for (int i = parts.size() - 1; i >= 0; i--) {
          rest.push(parts.get(i));
        }
      } else if (next instanceof Punctuation punctuation) {
        text.append(punctuation.text());
      } else {
        JsonSpelling.append(text, next);
      }
    }
    return text.toString();
  }
}
