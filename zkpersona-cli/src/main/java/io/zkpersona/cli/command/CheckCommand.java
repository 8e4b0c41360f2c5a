package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.health.SchemaCheck;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists the defects of the schema. */
@Command(
    name = "check",
    description = {
      "Lists the defects of the schema with their remedies: missing columns, constraints, indexes,"
          + " functions and triggers, invalid indexes, disabled triggers, edited migrations.",
      "Reads only the catalog. Ends with 1 if there is a defect."
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona check",
      "  zkpersona check --json | jq -r '.findings[].object'"
    })
final class CheckCommand extends DatabaseCommand {

  CheckCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  DatabaseManager open(DatabaseManagerBuilder manager) {
    return manager.openForInspection();
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) {
    SchemaCheck check = database.check();
    out.show(
        check,
        text -> {
          if (check.isSound()) {
            text.line("schema " + check.schema() + ": no defects");
          } else {
            text.table(table(check));
          }
        });
    return check.isSound() ? ExitCode.OK : ExitCode.PROBLEM;
  }

  private static Table table(SchemaCheck check) {
    Table table = new Table("defect", "object", "remedy");
    check
        .findings()
        .forEach(
            finding ->
                table.row(
                    finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    finding.object(),
                    finding.remedy()));
    return table;
  }
}
