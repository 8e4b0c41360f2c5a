package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The form of an object: these members are kept in this order, and all others are ignored.
 *
 * @param members the form of each member by name
 * @param optional the names of members that may be absent
 */
record ObjectForm(Map<String, Form> members, Set<String> optional) implements Form {

  /** Maps each of the space-separated names to one form. */
  static Map<String, Form> each(Form form, String names) {
    Map<String, Form> members = new LinkedHashMap<>();
    StringTokenizer each = new StringTokenizer(names, " ");
    while (each.hasMoreTokens()) {
      members.put(each.nextToken(), form);
    }
    return members;
  }

  /** Returns the form of an object with all these members required. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static ObjectForm of(Map<String, Form>... parts) {
    Map<String, Form> members = new LinkedHashMap<>();
    for (Map<String, Form> part : parts) {
      members.putAll(part);
    }
    return new ObjectForm(members, Set.of());
  }

  /** Returns the same form with these members optional. */
  ObjectForm without(String names) {
    return new ObjectForm(members, Set.of(names.split(" ")));
  }

  /** Returns the members of an object, except those that are null. */
  static Map<String, Json> read(String path, Json value) {
    if (!value.isObject()) {
      throw new ValidationException(path, "not an object (expected: an object)");
    }
    Map<String, Json> given = value.members();
    given.values().removeIf(member -> member.text().strip().equals("null"));
    return given;
  }

  /** Returns a member that is known to be present. */
  static Json required(Map<String, Json> members, String name) {
    return Objects.requireNonNull(members.get(name), name);
  }

  @Override
  public String text(String path, Json value, SnarkCurve curve) {
    return "{" + join(path, read(path, value), curve) + "}";
  }

  /** Returns the text of the kept members, without braces. */
  String join(String path, Map<String, Json> given, SnarkCurve curve) {
    refuseMissing(path, given);
    List<String> kept = new ArrayList<>();
    members.forEach(
        (name, form) -> {
          Json member = given.get(name);
          if (member != null) {
            kept.add(member(name, form.text(path + "." + name, member, curve)));
          }
        });
    return String.join(",", kept);
  }

  /** Rejects an object that lacks required members. */
  void refuseMissing(String path, Map<String, Json> given) {
    List<String> missing =
        members.keySet().stream()
            .filter(name -> !given.containsKey(name) && !optional.contains(name))
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw new ValidationException(
          path,
          "without "
              + String.join(", ", missing)
              + " (expected: "
              + String.join(", ", members.keySet())
              + ")");
    }
  }

  /** Returns a member as JSON; the name must not need escapes. */
  static String member(String name, String value) {
    return '"' + name + "\":" + value;
  }
}
