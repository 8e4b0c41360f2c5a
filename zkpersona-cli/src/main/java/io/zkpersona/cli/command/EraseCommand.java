package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.storage.DatabaseManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a person. */
@Command(
    name = "erase",
    description = {
      "Removes a person and all dependent rows in one transaction, and reports the rows by table.",
      "Spent nullifiers and sponsored transactions remain, without the person."
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona erase 01920000-0000-7000-8000-000000000000",
      "  zkpersona erase 01920000-0000-7000-8000-000000000000 --yes --json"
    })
final class EraseCommand extends DatabaseCommand {

  @Parameters(paramLabel = "USER", description = "The user's id.")
  private String user = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  EraseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    id();
    confirm(yes, "Erases user " + user + " and all of the person's data");
  }

  private UserId id() {
    try {
      return UserId.of(user);
    } catch (ValidationException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) {
    ErasureReport report = database.repositories().users().erase(id());
    out.show(
        report,
        text -> {
          Table table = new Table("table", ">removed", ">detached");
          report
              .removed()
              .forEach(
                  (name, count) ->
                      table.row(name, count, report.detached().getOrDefault(name, 0L)));
          report
              .detached()
              .forEach(
                  (name, count) -> {
                    if (!report.removed().containsKey(name)) {
                      table.row(name, 0, count);
                    }
                  });
          text.table(table);
        });
    return ExitCode.OK;
  }
}
