package io.zkpersona.storage.documents;

import io.zkpersona.storage.documents.Documents.Snippet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the snippets of documents, all in one run. */
final class SnippetCompiler {

  /** In one line, so that the lines of a snippet are easily found again. */
  static final String IMPORTS =
      imports(
          "io.zkpersona.domain.access.*",
          "io.zkpersona.domain.auth.*",
          "io.zkpersona.domain.behavior.*",
          "io.zkpersona.domain.behavior.queue.*",
          "io.zkpersona.domain.change.*",
          "io.zkpersona.domain.error.*",
          "io.zkpersona.domain.id.*",
          "io.zkpersona.domain.json.*",
          "io.zkpersona.domain.page.*",
          "io.zkpersona.domain.proof.*",
          "io.zkpersona.domain.proof.circuit.*",
          "io.zkpersona.domain.proof.document.*",
          "io.zkpersona.domain.reputation.*",
          "io.zkpersona.domain.scoring.*",
          "io.zkpersona.domain.sponsorship.*",
          "io.zkpersona.domain.user.*",
          "io.zkpersona.embedded.*",
          "io.zkpersona.storage.*",
          "io.zkpersona.storage.cache.*",
          "io.zkpersona.storage.config.*",
          "io.zkpersona.storage.error.*",
          "io.zkpersona.storage.health.*",
          "io.zkpersona.storage.listener.*",
          "io.zkpersona.storage.progress.*",
          "io.zkpersona.storage.replica.*",
          "io.zkpersona.storage.repository.*",
          "io.zkpersona.storage.repository.behavior.*",
          "io.zkpersona.storage.repository.bulk.*",
          "io.zkpersona.storage.repository.change.*",
          "io.zkpersona.storage.tenant.*",
          "io.zkpersona.storage.transaction.*",
          "java.math.*",
          "java.nio.file.*",
          "java.time.*",
          "java.util.*",
          "java.util.concurrent.atomic.*",
          "java.util.stream.*",
          "javax.sql.DataSource");

  private static final Pattern PROGRAM = Pattern.compile("(?m)^public class (\\w+)");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^((public|final|abstract) )*(class|interface|record|enum) ");
  private static final String METHOD =
      "final class Statements { static void run(DatabaseManager database, Repositories"
          + " repositories, User user) throws Exception {";

  private final Path classes;

  /** Compiles into an empty folder. */
  SnippetCompiler(Path classes) {
    this.classes = classes;
  }

  private static String imports(String... names) {
    return "import " + String.join("; import ", names) + ";";
  }

  /** What does not compile, as {@code document:line: message}. */
  List<String> errors(List<Snippet> snippets) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Snippet snippet : snippets) {
      sources.add(source(snippet, "snippet" + sources.size()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-classpath",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      compiler.getTask(null, files, found, options, null, sources).call();
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(SnippetCompiler::words)
        .toList();
  }

  private static String words(Diagnostic<? extends JavaFileObject> error) {
    String message = error.getMessage(Locale.ROOT);
    return error.getSource() instanceof Source source
        ? source.snippet.document() + ":" + source.lineInDocument(error) + ": " + message
        : message;
  }

  /** A program as it stands; types and statements with what they may assume around them. */
  private static Source source(Snippet snippet, String name) {
    String text = snippet.text();
    Matcher program = PROGRAM.matcher(text);
    if (program.find()) {
      return new Source(snippet, name + "/" + program.group(1), text, 0);
    }
    String head = "package " + name + "; " + IMPORTS;
    return TYPE.matcher(text).find()
        ? new Source(snippet, name + "/Types", head + "\n" + text, 1)
        : new Source(snippet, name + "/Statements", head + METHOD + "\n" + text + "} }", 1);
  }

  private static final class Source extends SimpleJavaFileObject {

    private final Snippet snippet;
    private final String text;
    private final int linesBefore;

    Source(Snippet snippet, String name, String text, int linesBefore) {
      super(URI.create("snippet:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
      this.snippet = snippet;
      this.text = text;
      this.linesBefore = linesBefore;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    long lineInDocument(Diagnostic<?> diagnostic) {
      return snippet.line() + diagnostic.getLineNumber() - linesBefore - 1;
    }
  }
}
