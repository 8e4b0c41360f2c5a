package io.zkpersona.storage.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The diagram of the modules and of what each uses, from their POMs. */
final class ModuleDiagram {

  private static final String PREFIX = "zkpersona-";

  private ModuleDiagram() {}

  /** Returns the lines of the diagram: an arrow leads to the module that is used. */
  static List<String> of(Path root) {
    List<String> lines = new ArrayList<>();
    lines.add("flowchart BT");
    for (Path pom : poms(root)) {
      String module = name(pom);
      NodeList dependencies = parsed(pom).getElementsByTagName("dependency");
      for (int i = 0; i < dependencies.getLength(); i++) {
        Element dependency = (Element) dependencies.item(i);
        String used = text(dependency, "artifactId");
        boolean isDirect =
            dependency.getParentNode().getParentNode().getNodeName().equals("project");
        if (isDirect && used.startsWith(PREFIX) && !text(dependency, "scope").equals("test")) {
          boolean optional = text(dependency, "optional").equals("true");
          lines.add(
              "  %s %s %s"
                  .formatted(module, optional ? "-.->" : "-->", used.substring(PREFIX.length())));
        }
      }
    }
    return lines;
  }

  private static List<Path> poms(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> String.valueOf(folder.getFileName()).startsWith(PREFIX))
          .map(folder -> folder.resolve("pom.xml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path pom) {
    return String.valueOf(pom.getParent().getFileName()).substring(PREFIX.length());
  }

  private static Document parsed(Path pom) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException(pom.toString(), e);
    }
  }

  private static String text(Element dependency, String member) {
    NodeList found = dependency.getElementsByTagName(member);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
