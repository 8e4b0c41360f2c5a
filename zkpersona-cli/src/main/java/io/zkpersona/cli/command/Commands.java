package io.zkpersona.cli.command;

import io.zkpersona.cli.option.Surroundings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** The commands, and how they are created. */
public final class Commands {

  private static final List<Class<?>> ALL =
      List.of(
          MigrateCommand.class,
          StatusCommand.class,
          CheckCommand.class,
          StatsCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          EraseCommand.class,
          QueueCommand.class,
          PartitionsCommand.class,
          GrantsCommand.class,
          ReportCommand.class);

  private Commands() {}

  /**
   * Adds all commands to the command line.
   *
   * @param line the command line, created with the factory below
   * @param factory the factory
   */
  public static void addTo(CommandLine line, IFactory factory) {
    for (Class<?> type : ALL) {
      line.addSubcommand(new CommandLine(type, factory));
    }
  }

  /**
   * Returns a factory that gives commands what the process was given.
   *
   * @param surroundings what the process was given
   */
  public static IFactory factory(Surroundings surroundings) {
    return new Factory(surroundings, CommandLine.defaultFactory());
  }

  private record Factory(Surroundings surroundings, IFactory other) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        Constructor<K> constructor = type.getDeclaredConstructor(Surroundings.class);
        constructor.setAccessible(true);
        return constructor.newInstance(surroundings);
      } catch (NoSuchMethodException e) {
        return other.create(type);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(type.getName() + " could not be created", e.getCause());
      }
    }
  }
}
