package io.zkpersona.cli.command;

import io.zkpersona.cli.option.CommonOptions;
import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.RefusedException;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that opens the database, works, and closes it. */
abstract class DatabaseCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  @SuppressWarnings("NullAway.Init")
  DatabaseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does the work. */
  abstract ExitCode run(DatabaseManager database, Output out) throws IOException;

  /** Checks what can be checked without a database, and asks for confirmation. */
  void prepare() throws IOException {
    // Most commands have nothing to check.
  }

  /** Changes the configuration; no command but {@code migrate} changes the schema. */
  DatabaseConfigBuilder configure(DatabaseConfigBuilder settings) {
    return settings.autoMigrate(false);
  }

  @Override
  public Integer call() throws IOException {
    prepare();
    Output out = new Output(surroundings.out(), common.json());
    try (DatabaseManager database =
        common.open(surroundings.environment(), surroundings.err(), this::configure, this::open)) {
      return run(database, out).number();
    }
  }

  /** Opens the database; refuses a schema that is not the one of this release. */
  DatabaseManager open(DatabaseManagerBuilder manager) {
    return manager.open();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** Returns the exception for an option whose value is not valid. */
  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Asks whether to destroy data, unless {@code --yes} has answered. */
  void confirm(boolean yes, String effect) {
    if (yes) {
      return;
    }
    if (!surroundings.terminal().isInteractive()) {
      throw new RefusedException(
          effect + ": not confirmed, and there is no terminal to ask on (expected: --yes)");
    }
    String answer = surroundings.terminal().ask(effect + ". This can't be undone. Type yes: ");
    if (!"yes".equals(answer)) {
      throw new RefusedException(effect + ": not confirmed, nothing was done (expected: yes)");
    }
  }
}
