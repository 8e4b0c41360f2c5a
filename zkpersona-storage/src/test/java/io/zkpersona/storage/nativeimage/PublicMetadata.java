package io.zkpersona.storage.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * GraalVM's reachability metadata repository, as the plugins for Maven and Gradle use it by
 * default.
 */
final class PublicMetadata {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PublicMetadata() {}

  /**
   * Returns its entries for dependencies in the versions of the class path.
   *
   * @param archive the repository as a zip
   */
  static List<JsonNode> of(Path archive, Class<?>... dependencies)
      throws IOException, URISyntaxException {
    List<JsonNode> entries = new ArrayList<>();
    try (FileSystem repository = FileSystems.newFileSystem(archive)) {
      for (Class<?> dependency : dependencies) {
        // …/group/of/it/artifact/version/artifact-version.jar of the local repository
        Path folder =
            Path.of(dependency.getProtectionDomain().getCodeSource().getLocation().toURI())
                .getParent();
        String version = String.valueOf(folder.getFileName());
        Path module = module(repository, folder.getParent());
        entries.addAll(entries(module.resolve(directory(module, version))));
      }
    }
    return entries;
  }

  /** Returns the elements of all arrays of a file. */
  static List<JsonNode> entries(Path folder) throws IOException {
    JsonNode file = JSON.readTree(Files.readString(folder.resolve("reachability-metadata.json")));
    List<JsonNode> entries = new ArrayList<>();
    file.forEach(array -> array.forEach(entries::add));
    return entries;
  }

  /** The group's folders above the artifact are as many as the repository has a folder for. */
  private static Path module(FileSystem repository, Path artifact) throws IOException {
    StringBuilder group = new StringBuilder();
    for (Path parent = artifact.getParent();
        parent.getFileName() != null;
        parent = parent.getParent()) {
      group.insert(0, parent.getFileName() + (group.isEmpty() ? "" : "."));
      Path module = repository.getPath(group.toString(), String.valueOf(artifact.getFileName()));
      if (Files.exists(module)) {
        return module;
      }
    }
    throw new IOException("no metadata for " + artifact.getFileName());
  }

  /** Chooses as the plugins do: a tested version, a pattern of versions, or the latest. */
  private static String directory(Path module, String version) throws IOException {
    JsonNode index = JSON.readTree(Files.readString(module.resolve("index.json")));
    List<Predicate<JsonNode>> rules =
        List.of(
            entry -> texts(entry.path("tested-versions")).anyMatch(version::equals),
            entry -> entry.has("default-for") && version.matches(entry.get("default-for").asText()),
            entry -> entry.path("latest").asBoolean());
    return rules.stream()
        .map(rule -> StreamSupport.stream(index.spliterator(), false).filter(rule).findFirst())
        .flatMap(Optional::stream)
        .findFirst()
        .map(entry -> entry.get("metadata-version").asText())
        .orElseThrow(() -> new IOException("no metadata for " + module + " " + version));
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }
}
