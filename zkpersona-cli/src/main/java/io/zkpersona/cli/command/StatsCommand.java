package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.cli.transfer.EntityType;
import io.zkpersona.storage.DatabaseManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Counts the rows of each entity. */
@Command(
    name = "stats",
    description = {
      "Counts the rows of each entity exactly, which takes longer the more there are.",
      "Soft-deleted users are not counted."
    },
    footer = {"", "Examples:", "  zkpersona stats", "  zkpersona stats users inputs --json"})
final class StatsCommand extends DatabaseCommand {

  @Parameters(
      paramLabel = "ENTITY",
      arity = "0..*",
      completionCandidates = EntityNames.class,
      description = "The entities to count. Default: all. One of: ${COMPLETION-CANDIDATES}")
  private final List<String> names = new ArrayList<>();

  private final List<EntityType<?, ?>> types = new ArrayList<>();

  StatsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    for (String name : names.isEmpty() ? EntityType.names() : names) {
      types.add(EntityNames.find(name).orElseThrow(() -> usage(EntityNames.unknown(name))));
    }
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) {
    Map<String, Long> counts = new LinkedHashMap<>();
    types.forEach(type -> counts.put(type.name(), type.count(database.repositories())));
    out.show(
        counts,
        text -> {
          Table table = new Table("entity", ">rows");
          counts.forEach(table::row);
          text.table(table);
        });
    return ExitCode.OK;
  }
}
