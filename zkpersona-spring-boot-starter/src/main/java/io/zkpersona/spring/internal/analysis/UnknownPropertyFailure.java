package io.zkpersona.spring.internal.analysis;

import io.zkpersona.spring.ZkPersonaProperties;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a misspelt property without its value, which may be a secret. Boot's own analysis, which
 * comes later, shows it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class UnknownPropertyFailure
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zkpersona");

  /** Called by Spring Boot. */
  public UnknownPropertyFailure() {}

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable root, UnboundConfigurationPropertiesException cause) {
    List<String> unknown = new ArrayList<>();
    Set<String> expected = new TreeSet<>();
    cause.getUnboundProperties().stream()
        .filter(property -> PREFIX.isAncestorOf(property.getName()))
        .sorted(Comparator.comparing(ConfigurationProperty::getName))
        .forEach(
            property -> {
              unknown.add(property.getName() + ", from " + property.getOrigin());
              expected.addAll(siblings(property.getName()));
            });
    return unknown.isEmpty()
        ? null
        : new FailureAnalysis(
            "There is no such property: " + String.join("; ", unknown),
            "Expected: one of " + String.join(", ", expected) + ".",
            cause);
  }

  /** Returns the names of the properties beside one, or of all if nothing has a name like it. */
  private static List<String> siblings(ConfigurationPropertyName name) {
    List<String> all = new ArrayList<>();
    collect(PREFIX, ZkPersonaProperties.class, all);
    List<String> beside =
        all.stream()
            .filter(one -> ConfigurationPropertyName.of(one).getParent().equals(name.getParent()))
            .toList();
    return beside.isEmpty() ? all : beside;
  }

  private static void collect(ConfigurationPropertyName prefix, Class<?> type, List<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      ConfigurationPropertyName name =
          prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
      if (component.getType().isRecord() && component.getType().getEnclosingClass() == type) {
        collect(name, component.getType(), names);
      } else {
        names.add(name.toString());
      }
    }
  }
}
