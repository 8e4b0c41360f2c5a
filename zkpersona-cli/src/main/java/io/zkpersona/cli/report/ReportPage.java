package io.zkpersona.cli.report;

import io.zkpersona.cli.output.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Makes one HTML page of a report: script, styles and figures are in the page itself. */
final class ReportPage {

  private static final String TEMPLATE = "report.html";
  private static final String SCRIPT = "report.js";
  private static final String STYLE = "report.css";
  private static final String CHARTS =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  private ReportPage() {}

  /** Returns the page. */
  static String of(Report report) {
    return resource(TEMPLATE)
        .replace("{{style}}", resource(STYLE))
        .replace("{{charts}}", withoutMap(resource(CHARTS)))
        .replace("{{script}}", resource(SCRIPT))
        .replace("{{report}}", inScript(JsonText.of(report)));
  }

  /** Returns JSON that cannot end the element that holds it. */
  private static String inScript(String json) {
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  /** Returns the library without the address of its source map, which a browser would ask for. */
  private static String withoutMap(String script) {
    int comment = script.lastIndexOf("//# sourceMappingURL");
    return comment < 0 ? script : script.substring(0, comment);
  }

  private static String resource(String name) {
    try (InputStream found =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(found.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(name + ": can't be read from the jar", e);
    }
  }
}
