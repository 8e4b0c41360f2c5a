package io.zkpersona.examples.step;

import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.BlockParser;
import io.zkpersona.examples.data.DataFile;
import io.zkpersona.examples.data.DataSet;
import io.zkpersona.examples.data.EthereumParser;
import io.zkpersona.examples.data.InputException;
import io.zkpersona.examples.data.InputFactory;
import io.zkpersona.examples.data.Item;
import io.zkpersona.examples.data.LineParser;
import io.zkpersona.examples.data.LineReader;
import io.zkpersona.examples.data.LoadedFile;
import io.zkpersona.examples.data.LogKey;
import io.zkpersona.examples.data.MalformedLineException;
import io.zkpersona.examples.data.VoteParser;
import io.zkpersona.examples.data.Wallets;
import io.zkpersona.storage.health.MigrationStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Steps 1 and 2: open the database and fill it. */
public final class LoadSteps {

  private final Walk walk;
  private final Output out;
  private final InputFactory inputs;
  private final Wallets wallets;
  private final Loader loader;
  private final List<LoadedFile> loaded = new ArrayList<>();
  private final BlockParser blocks = new BlockParser();

  /** The log entries that are transfers of an NFT, from a first pass over the file. */
  private final Set<LogKey> nfts = new HashSet<>();

  /** Creates the steps, which read items from files. */
  public LoadSteps(Walk walk, Lines lines) {
    this.walk = walk;
    this.out = walk.out();
    this.inputs = new InputFactory(walk.data().sessionId());
    this.wallets = new Wallets(walk.users());
    this.loader = new Loader(walk.inputs(), wallets, lines);
  }

  /** Completes step 1 after the database was opened. */
  public void opened() {
    Table table = new Table("Variable", "Value in effect");
    walk.config().describe().forEach(table::row);
    out.table(table);
    MigrationStatus schema = walk.database().migrationStatus();
    out.gap();
    out.line(
        "Open: the tables are in schema %s, at version %s.",
        schema.schema(), Output.orNone(schema.current()));
  }

  /** Runs step 2. */
  public void load() {
    out.step(
        2,
        "Create behavior inputs",
        "transactions, token transfers, other log entries and votes, by users identified by"
            + " wallet");
    walk.sayMissing(DataSet.ACTIVITY);
    loadFiles();
    out.gap();
    out.table(table());
    out.line("Stored by an earlier run, recognized by their external keys: %,d.", known());
    out.line("Users created for the wallets that sent or voted: %,d.", wallets.created());
    out.line("Malformed lines, reported above and skipped: %,d.", malformedLines());
  }

  /**
   * Loads senders and voters first, so that transfers find them, and log entries last, because they
   * need the transactions.
   */
  private void loadFiles() {
    load(DataSet.BLOCKS, blocks);
    walk.data().file(DataSet.LOGS).ifPresent(this::findNfts);
    EthereumParser ethereum = new EthereumParser(inputs, nfts);
    load(DataSet.TRANSACTIONS, ethereum::transaction);
    load(DataSet.VOTES, new VoteParser(inputs));
    load(DataSet.TOKEN_TRANSFERS, ethereum::transfer);
    load(DataSet.LOGS, ethereum::log);
  }

  private void load(String name, LineParser<Item> parser) {
    walk.data().file(name).ifPresent(file -> loaded.add(loader.load(file, parser)));
  }

  private void findNfts(DataFile file) {
    try (LineReader lines = new LineReader(file.open())) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        try {
          EthereumParser.nft(line).ifPresent(nfts::add);
        } catch (MalformedLineException e) {
          // Reported when the entries themselves are read.
        }
      }
    } catch (IOException e) {
      throw new InputException(file.name() + ": can't be read (expected: a readable file)", e);
    }
  }

  private String note(LoadedFile file) {
    return switch (file.name()) {
      case DataSet.BLOCKS -> blocks.summary();
      case DataSet.VOTES -> "the first line names the columns";
      case DataSet.LOGS ->
          String.format(
              Locale.ROOT,
              "%,d are the token transfers above, %,d of them NFTs",
              file.toldElsewhere(),
              nfts.size());
      default -> "";
    };
  }

  private Table table() {
    Table table = new Table("File", ">Lines", ">New", ">Known", ">Malformed", "Remark");
    for (LoadedFile file : loaded) {
      table.row(
          file.name(),
          Output.number(file.lines()),
          Output.number(file.added()),
          Output.number(file.known()),
          Output.number(file.malformed()),
          note(file));
    }
    return table;
  }

  private long known() {
    return loaded.stream().mapToLong(LoadedFile::known).sum();
  }

  private long malformedLines() {
    return loaded.stream().mapToLong(LoadedFile::malformed).sum();
  }
}
