package io.zkpersona.storage.config;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validated texts of the variables that are set, with typed access. Both the environment and
 * the builder use this class, so that each rule exists once.
 */
final class Settings {

  private final Map<Variable, String> texts;

  Settings(Map<Variable, String> texts) {
    EnumMap<Variable, String> copy = new EnumMap<>(Variable.class);
    copy.putAll(texts);
    copy.values().removeIf(String::isEmpty);
    copy.forEach(Variable::check);
    this.texts = Collections.unmodifiableMap(copy);
  }

  /** Extracts the library's variables from an environment, ignoring all others. */
  static Map<Variable, String> textsOf(Map<String, String> environment) {
    EnumMap<Variable, String> texts = new EnumMap<>(Variable.class);
    for (Variable variable : Variable.values()) {
      String text = environment.get(variable.name());
      if (text != null) {
        texts.put(variable, text);
      }
    }
    return texts;
  }

  /** Returns the texts of the variables that are set, without defaults; they include secrets. */
  Map<Variable, String> texts() {
    return texts;
  }

  boolean isSet(Variable variable) {
    return texts.containsKey(variable);
  }

  /** Returns the text or its default. */
  @Nullable String find(Variable variable) {
    String text = texts.get(variable);
    return text == null ? variable.defaultText() : text;
  }

  String text(Variable variable) {
    return Objects.requireNonNull(find(variable));
  }

  int number(Variable variable) {
    return Integer.parseInt(text(variable));
  }

  boolean flag(Variable variable) {
    return Boolean.parseBoolean(text(variable));
  }

  Duration seconds(Variable variable) {
    return Duration.ofSeconds(number(variable));
  }

  Duration millis(Variable variable) {
    return Duration.ofMillis(number(variable));
  }

  Optional<Duration> optionalSeconds(Variable variable) {
    return isSet(variable) ? Optional.of(seconds(variable)) : Optional.empty();
  }
}
