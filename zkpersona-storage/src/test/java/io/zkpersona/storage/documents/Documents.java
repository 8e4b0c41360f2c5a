package io.zkpersona.storage.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the project: their Java snippets, links and headings. */
record Documents(Path root) {

  /** A fenced Java block, and the line of the document in which its text begins. */
  record Snippet(Path document, int line, String text) {}

  private record Content(String prose, List<Snippet> snippets, List<String> headings) {}

  private static final String FENCE = "```";
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)[ #]*");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
  private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");

  /** The documents of this project, seen from the folder of the module. */
  static Documents ofTheProject() {
    return new Documents(Path.of("..").toAbsolutePath().normalize());
  }

  /** Those of the root and of the guide, and two READMEs; relative to the root. */
  List<Path> all() throws IOException {
    List<Path> documents = new ArrayList<>(list("", 1));
    documents.addAll(list("docs", Integer.MAX_VALUE));
    Stream.of("migrations/README.md", "zkpersona-benchmarks/README.md")
        .map(Path::of)
        .filter(document -> Files.exists(root.resolve(document)))
        .forEach(documents::add);
    return documents.stream().sorted().toList();
  }

  private List<Path> list(String folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(folder), depth)) {
      return files.filter(file -> file.toString().endsWith(".md")).map(root::relativize).toList();
    }
  }

  String text(Path document) throws IOException {
    return Files.readString(root.resolve(document));
  }

  List<Snippet> snippets(Path document) throws IOException {
    return parse(document).snippets();
  }

  List<Snippet> allSnippets() throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (Path document : all()) {
      snippets.addAll(snippets(document));
    }
    return List.copyOf(snippets);
  }

  /** The files of this project that a document links to, relative to the root. */
  List<Path> linkedFiles(Path document) throws IOException {
    return targets(document).stream()
        .map(target -> file(document, target))
        .filter(file -> !file.equals(document))
        .toList();
  }

  /** Links that lead nowhere, as {@code document: target}. */
  List<String> deadLinks() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : all()) {
      for (String target : targets(document)) {
        if (!leadsSomewhere(document, target)) {
          dead.add(document + ": " + target);
        }
      }
    }
    return List.copyOf(dead);
  }

  private boolean leadsSomewhere(Path document, String target) throws IOException {
    Path file = file(document, target);
    if (!Files.exists(root.resolve(file))) {
      return false;
    }
    int anchor = target.indexOf('#');
    return anchor < 0 || anchors(file).contains(target.substring(anchor + 1));
  }

  private static Path file(Path document, String target) {
    int anchor = target.indexOf('#');
    String path = anchor < 0 ? target : target.substring(0, anchor);
    return path.isEmpty() ? document : document.resolveSibling(path).normalize();
  }

  private List<String> targets(Path document) throws IOException {
    return LINK.matcher(parse(document).prose())
        .results()
        .map(link -> link.group(2))
        .filter(target -> !SCHEME.matcher(target).matches())
        .toList();
  }

  /** The anchors of a document's headings, by GitHub's rule. */
  Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String heading : parse(document).headings()) {
      String slug = slug(heading);
      int before = seen.merge(slug, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? slug : slug + "-" + before);
    }
    return anchors;
  }

  private static String slug(String heading) {
    return LINK.matcher(heading)
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{N}_\\- ]", "")
        .replace(' ', '-');
  }

  private Content parse(Path document) throws IOException {
    StringBuilder prose = new StringBuilder();
    StringBuilder code = new StringBuilder();
    List<Snippet> snippets = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    List<String> lines = text(document).lines().toList();
    int opened = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.stripLeading().startsWith(FENCE)) {
        if (opened >= 0 && lines.get(opened).equals(FENCE + "java")) {
          snippets.add(new Snippet(document, opened + 2, code.toString()));
        }
        opened = opened < 0 ? i : -1;
        code.setLength(0);
      } else if (opened >= 0) {
        code.append(line).append('\n');
      } else {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
          headings.add(heading.group(1));
        }
        prose.append(line).append('\n');
      }
    }
    return new Content(prose.toString(), snippets, headings);
  }
}
