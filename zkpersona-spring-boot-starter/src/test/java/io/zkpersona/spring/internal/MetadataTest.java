package io.zkpersona.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.config.DatabaseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;

/** What an editor shows about the properties. */
class MetadataTest {

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> properties() throws IOException {
    try (InputStream in =
        Settings.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Map<String, Object>> list =
          (List<Map<String, Object>>)
              (List<?>)
                  (List<Object>) JsonParserFactory.getJsonParser().parseMap(text).get("properties");
      return list.stream()
          .collect(Collectors.toMap(entry -> (String) entry.get("name"), entry -> entry));
    }
  }

  @Test
  void everyVariableOfTheLibraryHasAProperty() {
    assertThat(DatabaseConfig.forDataSource().build().describe().keySet())
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.concat(
                    Settings.PROPERTIES.keySet().stream(),
                    // Another name of the first one.
                    java.util.stream.Stream.of("POSTGRES_URL"))
                .toList());
  }

  @Test
  void everyPropertyIsDescribed() throws IOException {
    assertThat(properties().keySet()).containsAll(Settings.PROPERTIES.values());
    assertThat(properties().values())
        .allSatisfy(property -> assertThat((String) property.get("description")).isNotBlank());
  }

  @Test
  void theDefaultsAreThoseOfTheLibrary() throws IOException {
    Map<String, Map<String, Object>> properties = properties();

    DatabaseConfig.forDataSource()
        .build()
        .describe()
        .forEach(
            (variable, value) -> {
              Map<String, Object> property =
                  properties.get(Settings.PROPERTIES.getOrDefault(variable, ""));
              if (property != null) {
                Object shown = property.get("defaultValue");
                assertThat(shown == null ? "unset" : text(variable, shown.toString()))
                    .as(variable)
                    .isEqualTo(value);
              }
            });
  }

  private static String text(String variable, String shown) {
    if (variable.endsWith("_SECS")) {
      return Long.toString(DurationStyle.detectAndParse(shown).toSeconds());
    }
    return variable.endsWith("_MS")
        ? Long.toString(DurationStyle.detectAndParse(shown).toMillis())
        : shown;
  }
}
