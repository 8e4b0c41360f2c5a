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
 * An object of which these members are kept, in this order; all others are ignored.
 *
 * @param members their forms by their names
 * @param optional the names of those that may be left out
 */
record ObjectForm(Map<String, Form> members, Set<String> optional) implements Form {

  /** Members of one form. */
  static Map<String, Form> each(Form form, String names) {
    Map<String, Form> members = new LinkedHashMap<>();
    StringTokenizer each = new StringTokenizer(names, " ");
    while (each.hasMoreTokens()) {
      members.put(each.nextToken(), form);
    }
    return members;
  }

  /** All these members, of which none may be left out. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static ObjectForm of(Map<String, Form>... parts) {
    Map<String, Form> members = new LinkedHashMap<>();
    for (Map<String, Form> part : parts) {
      members.putAll(part);
    }
    return new ObjectForm(members, Set.of());
  }

  /** The same, but these members may be left out. */
  ObjectForm without(String names) {
    return new ObjectForm(members, Set.of(names.split(" ")));
  }

  /** The members of an object, without those that are null. */
  static Map<String, Json> read(String path, Json value) {
    if (!value.isObject()) {
      throw new ValidationException(path, "no object (expected: an object)");
    }
    Map<String, Json> given = value.members();
    given.values().removeIf(member -> member.text().strip().equals("null"));
    return given;
  }

  /** A member that is known to be there. */
  static Json required(Map<String, Json> members, String name) {
    return Objects.requireNonNull(members.get(name), name);
  }

  @Override
  public String text(String path, Json value, SnarkCurve curve) {
    return "{" + join(path, read(path, value), curve) + "}";
  }

  /** The members that are kept, without braces. */
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

  /** Refuses an object that lacks members. */
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

  /** A member as JSON; the name needs no escapes. */
  static String member(String name, String value) {
    return '"' + name + "\":" + value;
  }
}
