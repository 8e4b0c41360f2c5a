package io.zkpersona.storage.nativeimage;

import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.aot.agent.HintType;
import org.springframework.aot.agent.RecordedInvocation;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/** Entries of reachability-metadata.json files, and the calls that they allow in an image. */
final class Metadata {

  private final RuntimeHints hints = new RuntimeHints();
  private final Set<String> arrays = new HashSet<>();
  private final Set<String> bundles = new HashSet<>();
  private final List<Pattern> resources = new ArrayList<>();

  /**
   * Combines entries.
   *
   * @param entries elements of the arrays of such files
   * @param reached whether a type that an entry's condition names was loaded
   */
  Metadata(List<JsonNode> entries, Predicate<String> reached) {
    for (JsonNode entry : entries) {
      String condition = entry.path("condition").path("typeReached").asText();
      if (condition.isEmpty() || reached.test(condition)) {
        add(entry);
      }
    }
  }

  private void add(JsonNode entry) {
    if (entry.has("glob")) {
      resources.add(pattern(entry.get("glob").asText()));
    } else if (entry.has("bundle")) {
      bundles.add(entry.get("bundle").asText());
    } else if (entry.get("type").isObject()) {
      addProxy(texts(entry.get("type").get("proxy")));
    } else if (entry.get("type").asText().endsWith("[]")) {
      arrays.add(entry.get("type").asText());
    } else {
      addType(entry.get("type").asText(), entry);
    }
  }

  /** In a glob of GraalVM one asterisk stays within a folder, and two do not. */
  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Stream.of(glob.split("(?=\\*\\*)|(?<=\\*\\*)"))
            .map(
                part -> part.equals("**") ? ".*" : "\\Q" + part.replace("*", "\\E[^/]*\\Q") + "\\E")
            .collect(Collectors.joining()));
  }

  /** GraalVM also keeps the methods of a proxy's interfaces, for its handler to invoke. */
  private void addProxy(List<String> names) {
    if (names.stream().allMatch(Metadata::exists)) {
      hints
          .proxies()
          .registerJdkProxy(names.stream().map(TypeReference::of).toArray(TypeReference[]::new));
      for (String name : names) {
        addAll(type(name), MemberCategory.INVOKE_PUBLIC_METHODS);
      }
    }
  }

  /** Adds a type with its supertypes: a category of Spring's hints does not include those. */
  private void addAll(Class<?> type, MemberCategory category) {
    hints.reflection().registerType(type, category);
    for (Class<?> parent : type.getInterfaces()) {
      addAll(parent, category);
    }
  }

  private void addType(String name, JsonNode entry) {
    if (!exists(name)) {
      return;
    }
    // In this format, a type may be asked for all its members, but not use those that are not
    // named.
    hints
        .reflection()
        .registerType(
            type(name),
            MemberCategory.INTROSPECT_DECLARED_CONSTRUCTORS,
            MemberCategory.INTROSPECT_DECLARED_METHODS,
            MemberCategory.INTROSPECT_PUBLIC_CONSTRUCTORS,
            MemberCategory.INTROSPECT_PUBLIC_METHODS);
    hints.reflection().registerType(type(name), builder -> addMembers(builder, entry));
    category(entry, "allDeclaredFields", name, MemberCategory.DECLARED_FIELDS);
    category(entry, "allPublicFields", name, MemberCategory.PUBLIC_FIELDS);
    category(entry, "allPublicMethods", name, MemberCategory.INVOKE_PUBLIC_METHODS);
    category(entry, "allDeclaredMethods", name, MemberCategory.INVOKE_DECLARED_METHODS);
    category(entry, "allPublicConstructors", name, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
    category(entry, "allDeclaredConstructors", name, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
  }

  private void category(JsonNode entry, String key, String name, MemberCategory category) {
    if (entry.path(key).asBoolean()) {
      hints.reflection().registerType(type(name), category);
    }
  }

  private static void addMembers(TypeHint.Builder builder, JsonNode entry) {
    for (JsonNode method : entry.path("methods")) {
      List<String> names = texts(method.path("parameterTypes"));
      if (names.stream().allMatch(Metadata::exists)) {
        List<TypeReference> parameters =
            names.stream().map(Metadata::type).map(TypeReference::of).toList();
        String name = method.get("name").asText();
        if (name.equals("<init>")) {
          builder.withConstructor(parameters, ExecutableMode.INVOKE);
        } else {
          builder.withMethod(name, parameters, ExecutableMode.INVOKE);
        }
      }
    }
    for (JsonNode field : entry.path("fields")) {
      builder.withField(field.get("name").asText());
    }
  }

  /** Tells whether an image would answer as the JVM did. */
  boolean allows(RecordedInvocation call) {
    if (call.getHintType() == HintType.RESOURCE_PATTERN) {
      return allowsResource(resource(call));
    }
    if (call.getHintType() == HintType.RESOURCE_BUNDLE) {
      String bundle = call.getArgument(0);
      return bundles.contains(bundle);
    }
    if (call.getMethodReference().getMethodName().startsWith("getDeclaredField")) {
      return reflection().onType((Class<?>) call.getInstance()).test(hints);
    }
    return call.matches(hints);
  }

  boolean allowsArray(String name) {
    return arrays.contains(name);
  }

  boolean allowsMethod(Method method) {
    return reflection().onMethod(method).invoke().test(hints);
  }

  private boolean allowsResource(String name) {
    return resources.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  /**
   * Returns the absolute name of a resource, which a class may have asked for by a relative one.
   */
  private static String resource(RecordedInvocation call) {
    String name = call.getArgument(0);
    boolean relative = call.getInstance() instanceof Class<?> && !name.startsWith("/");
    String folder =
        relative ? ((Class<?>) call.getInstance()).getPackageName().replace('.', '/') + "/" : "";
    return folder + (name.startsWith("/") ? name.substring(1) : name);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static boolean exists(String name) {
    return ClassUtils.isPresent(name, Metadata.class.getClassLoader());
  }

  private static Class<?> type(String name) {
    return ClassUtils.resolveClassName(name, Metadata.class.getClassLoader());
  }
}
