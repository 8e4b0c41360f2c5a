package io.zkpersona.storage.documents;

import io.zkpersona.storage.documents.SchemaTable.Column;
import io.zkpersona.storage.documents.SchemaTable.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Mermaid diagram of some tables, with the foreign keys that leave them.
 *
 * @param name stands in the first line of its block, by which it is found on its page
 * @param page the page of the guide, relative to the root of the project
 * @param tables in the order of the diagram; none for the overview, which has no columns
 */
record ErDiagram(String name, Path page, List<String> tables) {

  /** Every table belongs to one diagram. */
  static final List<ErDiagram> ALL =
      List.of(
          new ErDiagram("overview", Path.of("docs/schema.md"), List.of()),
          new ErDiagram(
              "compatibility", Path.of("docs/schema.md"), List.of("library_compatibility")),
          of("user", "user", "users"),
          of(
              "behavior",
              "behavior",
              "behavior_sessions",
              "behavior_inputs",
              "behavior_input_claims",
              "behavior_input_keys"),
          of(
              "rollup",
              "behavior",
              "behavior_activity",
              "behavior_activity_days",
              "behavior_activity_totals",
              "behavior_activity_sessions",
              "behavior_activity_changes",
              "behavior_activity_state"),
          of("scoring", "scoring", "scoring_results"),
          of(
              "proof",
              "proof",
              "circuits",
              "verification_keys",
              "zk_proofs",
              "verification_attempts",
              "nullifiers",
              "zkml_proofs"),
          of("reputation", "reputation", "reputation_records"),
          of(
              "counts",
              "reputation",
              "reputation_standings",
              "reputation_counts",
              "reputation_changes",
              "reputation_counted"),
          of("auth", "auth", "wallet_challenges", "auth_sessions", "refresh_tokens"),
          of("access", "access", "roles", "permissions", "role_permissions", "user_roles"),
          of(
              "sponsorship",
              "sponsorship",
              "sponsors",
              "sponsor_daily_budgets",
              "sponsored_transactions"),
          of(
              "change",
              "change",
              "changes",
              "changes_tracked",
              "change_epochs",
              "change_ticks",
              "change_subscriptions",
              "change_deliveries",
              "change_seals",
              "change_seal_head"));

  private static final String FIRST_LINES = "```mermaid\nerDiagram\n  %% ";
  private static final Pattern BLOCK =
      Pattern.compile("```mermaid\nerDiagram\n  %% (\\w+)\n(.*?)```\n", Pattern.DOTALL);

  /**
   * Stacks tables without references, which would make a wide row; makes the overview less wide.
   */
  private static final String FROM_LEFT_TO_RIGHT =
      "%%{init: {\"er\": {\"layoutDirection\": \"LR\"}}}%%";

  /** Mermaid allows no comma in a type, so precision and scale of a number become a comment. */
  private static final Pattern PRECISE = Pattern.compile("(\\w+)\\((\\d+),(\\d+)\\)");

  private static ErDiagram of(String name, String subject, String... tables) {
    return new ErDiagram(name, Path.of("docs/schema/" + subject + ".md"), List.of(tables));
  }

  /** Returns the text of a page with its diagrams renewed; one that is missing is appended. */
  static String renewed(Path page, String text, Map<String, SchemaTable> schema) {
    String renewed = text;
    for (ErDiagram diagram : ALL) {
      if (diagram.page.equals(page)) {
        renewed = diagram.renewedIn(renewed, diagram.block(schema));
      }
    }
    return renewed;
  }

  private String renewedIn(String text, String block) {
    Matcher blocks = BLOCK.matcher(text);
    String renewed =
        blocks.replaceAll(
            found -> Matcher.quoteReplacement(found.group(1).equals(name) ? block : found.group()));
    return renewed.contains(FIRST_LINES + name + "\n") ? renewed : text + "\n" + block;
  }

  private String block(Map<String, SchemaTable> schema) {
    List<String> lines = new ArrayList<>();
    if (tables.isEmpty()) {
      lines.add(FROM_LEFT_TO_RIGHT);
      schema.values().forEach(table -> addReferences(table, false, lines));
    } else {
      // A table of the list that the schema no longer has is found by the test of the tables.
      List<SchemaTable> shown = tables.stream().map(schema::get).filter(Objects::nonNull).toList();
      if (shown.stream().allMatch(table -> table.references().isEmpty())) {
        lines.add(FROM_LEFT_TO_RIGHT);
      }
      shown.forEach(table -> addColumns(table, lines));
      shown.forEach(table -> addReferences(table, true, lines));
    }
    return lines.stream()
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining("", FIRST_LINES + name + "\n", "```\n"));
  }

  private static void addColumns(SchemaTable table, List<String> lines) {
    lines.add(table.name() + " {");
    for (Column column : table.columns()) {
      lines.add("  " + line(column));
    }
    lines.add("}");
  }

  private static String line(Column column) {
    String type =
        column
            .type()
            .replace("timestamp with time zone", "timestamptz")
            .replace("character varying", "varchar");
    Matcher precise = PRECISE.matcher(type);
    boolean isPrecise = precise.matches();
    String keys =
        joined(
            column.primary() ? "PK" : "",
            column.foreign() ? "FK" : "",
            column.unique() ? "UK" : "");
    String comment =
        joined(
            isPrecise ? precise.group(2) + "," + precise.group(3) : "",
            column.optional() ? "optional" : "");
    return (isPrecise ? precise.group(1) : type)
        + " "
        + column.name()
        + (keys.isEmpty() ? "" : " " + keys)
        + (comment.isEmpty() ? "" : " \"" + comment + "\"");
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  private static void addReferences(SchemaTable table, boolean labelled, List<String> lines) {
    for (Reference reference : table.references()) {
      lines.add(
          reference.table()
              + (reference.optional() ? " |o" : " ||")
              + (reference.identifying() ? "--" : "..")
              + (reference.single() ? "o| " : "o{ ")
              + table.name()
              + " : \""
              + (labelled ? label(reference) : "")
              + "\"");
    }
  }

  private static String label(Reference reference) {
    return reference.deletion().isEmpty()
        ? reference.columns()
        : reference.columns() + " (" + reference.deletion() + ")";
  }
}
