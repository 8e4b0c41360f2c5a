package io.zkpersona.spring.internal;

import io.zkpersona.storage.DatabaseManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.util.ReflectionUtils;

/**
 * Hints for native images: those of the library's jar, which Spring writes for each version of
 * GraalVM that it supports, also for those that do not read the jar's file, and the starter's own.
 */
public final class StorageHints implements RuntimeHintsRegistrar {

  private static final String METADATA =
      "/META-INF/native-image/io.zkpersona/zkpersona-storage/reachability-metadata.json";

  /** Called by Spring. */
  public StorageHints() {}

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(text());
    for (Object entry : list(metadata.get("reflection"))) {
      register(hints, map(entry));
    }
    for (Object entry : list(metadata.get("resources"))) {
      hints.resources().registerPattern((String) map(entry).get("glob"));
    }
    hints.resources().registerPattern("io/zkpersona/spring/internal/analysis/versions.properties");
    hints
        .reflection()
        .registerMethod(
            Objects.requireNonNull(
                ReflectionUtils.findMethod(ConnectionHolder.class, "isTransactionActive")),
            ExecutableMode.INVOKE);
  }

  private static void register(RuntimeHints hints, Map<String, Object> entry) {
    if (entry.get("type") instanceof String type) {
      hints
          .reflection()
          .registerType(TypeReference.of(type), builder -> addMembers(builder, entry));
    } else {
      hints.proxies().registerJdkProxy(types(map(entry.get("type")).get("proxy")));
    }
  }

  private static void addMembers(TypeHint.Builder type, Map<String, Object> entry) {
    if (Boolean.TRUE.equals(entry.get("allDeclaredFields"))) {
      type.withMembers(MemberCategory.DECLARED_FIELDS);
    }
    for (Object each : list(entry.get("methods"))) {
      Map<String, Object> method = map(each);
      String name = String.valueOf(method.get("name"));
      List<TypeReference> parameters = List.of(types(method.get("parameterTypes")));
      if (name.equals("<init>")) {
        type.withConstructor(parameters, ExecutableMode.INVOKE);
      } else {
        type.withMethod(name, parameters, ExecutableMode.INVOKE);
      }
    }
  }

  private static TypeReference[] types(@Nullable Object names) {
    return list(names).stream()
        .map(name -> TypeReference.of((String) name))
        .toArray(TypeReference[]::new);
  }

  @SuppressWarnings("unchecked") // JSON
  private static Map<String, Object> map(@Nullable Object object) {
    return (Map<String, Object>) Objects.requireNonNull(object);
  }

  private static List<?> list(@Nullable Object array) {
    return array == null ? List.of() : (List<?>) array;
  }

  private static String text() {
    try (InputStream in = DatabaseManager.class.getResourceAsStream(METADATA)) {
      return new String(
          Objects.requireNonNull(in, METADATA).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
