package io.zkpersona.storage.config;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The validated URLs of the read replicas.
 *
 * @param texts the URLs as given; they include secrets
 * @param masked the URLs for display
 */
record ReplicaUrls(List<String> texts, String masked) {

  static final String SEPARATOR = ",";

  /** A comma before another URL; the hosts of one URL are separated by commas, too. */
  private static final Pattern BETWEEN =
      Pattern.compile("\\s*" + SEPARATOR + "\\s*(?=(?:jdbc:)?postgres(?:ql)?://)");

  static ReplicaUrls of(Settings settings) {
    Variable variable = Variable.DATABASE_REPLICA_URLS;
    if (!settings.isSet(variable)) {
      return new ReplicaUrls(List.of(), "");
    }
    String all = settings.text(variable).strip();
    if (all.endsWith(SEPARATOR)) {
      throw variable.refusal("a comma at the end", "one between two URLs");
    }
    List<String> texts = List.of(BETWEEN.split(all));
    List<DatabaseUrl> urls = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        DatabaseUrl url = parsed(variable, settings, texts.get(i));
        if (urls.stream().anyMatch(earlier -> earlier.hosts().equals(url.hosts()))) {
          throw variable.refusal("the host and port of an earlier URL", "each replica once");
        }
        urls.add(url);
      } catch (ConfigurationException e) {
        throw variable.refusal(e, "URL " + (i + 1) + " of " + texts.size());
      }
    }
    return new ReplicaUrls(
        texts, urls.stream().map(DatabaseUrl::masked).collect(Collectors.joining(SEPARATOR)));
  }

  /** A position in the log is that of one server. */
  private static DatabaseUrl parsed(Variable variable, Settings settings, String text) {
    DatabaseUrl url = DatabaseUrlParser.parse(variable, text);
    Resolved.of(settings, url.parameters(), variable);
    if (url.hosts().size() > 1) {
      throw variable.refusal(
          url.hosts().size() + " hosts in one URL", "one URL for each replica, with one host");
    }
    return url;
  }
}
