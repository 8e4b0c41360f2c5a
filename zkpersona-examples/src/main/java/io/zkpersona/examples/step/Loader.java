package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.examples.data.DataFile;
import io.zkpersona.examples.data.InputException;
import io.zkpersona.examples.data.Item;
import io.zkpersona.examples.data.LineParser;
import io.zkpersona.examples.data.LoadedFile;
import io.zkpersona.examples.data.Wallets;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Stores the lines of files in batches, with one batch in memory at a time. Inputs that are already
 * stored are skipped, so loading can be repeated, or resumed in the middle of a file.
 */
final class Loader {

  /** Large enough to make round trips insignificant, small enough for memory. */
  private static final int BATCH = 500;

  private final BehaviorInputRepository inputs;
  private final Wallets wallets;
  private final Lines lines;

  Loader(BehaviorInputRepository inputs, Wallets wallets, Lines lines) {
    this.inputs = inputs;
    this.wallets = wallets;
    this.lines = lines;
  }

  /**
   * Loads a file. Malformed lines are reported and skipped.
   *
   * @throws InputException if the file cannot be read
   */
  LoadedFile load(DataFile file, LineParser<Item> parser) {
    Counts counts = new Counts();
    List<Item> batch = new ArrayList<>(BATCH);
    Lines.Count read =
        lines.read(
            file,
            parser,
            item -> {
              batch.add(item);
              if (batch.size() == BATCH) {
                store(batch, counts);
              }
            });
    store(batch, counts);
    return counts.of(file.name(), read);
  }

  private void store(List<Item> batch, Counts counts) {
    if (batch.isEmpty()) {
      return;
    }
    Map<ExternalKey, BehaviorInput> stored = stored(batch);
    Set<ExternalKey> seen = new HashSet<>(stored.keySet());
    List<BehaviorInput> fresh = new ArrayList<>();
    for (Item item : batch) {
      BehaviorInput same = stored.get(item.key());
      if (same != null && same.inputType() != item.input().inputType()) {
        counts.toldElsewhere++;
      } else if (!seen.add(item.key())) {
        counts.known++;
      } else {
        fresh.add(item.input().withUserId(user(item.actor(), stored).orElse(null)));
      }
    }
    BulkResult result = inputs.insertAbsent(fresh, BulkOptions.atomic());
    counts.added += result.inserted();
    counts.known += result.present() + result.differing();
    batch.clear();
  }

  /** Reads the stored inputs of a batch, and those it refers to, with one query. */
  private Map<ExternalKey, BehaviorInput> stored(List<Item> batch) {
    Set<ExternalKey> asked = new HashSet<>();
    for (Item item : batch) {
      asked.add(item.key());
      if (item.actor() instanceof Item.SenderOf sender) {
        asked.add(sender.transaction());
      }
    }
    Map<ExternalKey, BehaviorInput> stored = new HashMap<>();
    for (BehaviorInput input : inputs.findAllByExternalKey(asked)) {
      stored.put(Objects.requireNonNull(input.externalKey()), input);
    }
    return stored;
  }

  private Optional<UserId> user(Item.Actor actor, Map<ExternalKey, BehaviorInput> stored) {
    if (actor instanceof Item.Owner owner) {
      return wallets.findOrCreate(owner.address());
    }
    if (actor instanceof Item.KnownOwner owner) {
      return wallets.find(owner.address());
    }
    ExternalKey transaction = ((Item.SenderOf) actor).transaction();
    return Optional.ofNullable(stored.get(transaction)).map(BehaviorInput::userId);
  }

  private static final class Counts {
    long added;
    long known;
    long toldElsewhere;

    LoadedFile of(String name, Lines.Count read) {
      return new LoadedFile(name, read.lines(), added, known, toldElsewhere, read.malformed());
    }
  }
}
