package io.zkpersona.examples;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is walked through: Ethereum activity as ethereum-etl writes it, votes as Snapshot exports
 * them, and proofs as snarkjs makes them. Immutable.
 *
 * @param description where it comes from, for people
 * @param sessionId the name under which all its inputs are stored, which sets them apart from other
 *     rows of the same database
 * @param files those that are there
 */
record DataSet(String description, String sessionId, List<DataFile> files) {

  static final String BLOCKS = "ethereum/blocks.ndjson";
  static final String TRANSACTIONS = "ethereum/transactions.ndjson";
  static final String TOKEN_TRANSFERS = "ethereum/token_transfers.ndjson";
  static final String LOGS = "ethereum/logs.ndjson";
  static final String VOTES = "snapshot/votes.csv";

  static final String GROTH16_KEY = "proofs/groth16/verification_key.json";
  static final String GROTH16_PROOFS = "proofs/groth16/proofs.ndjson";
  static final String VARIANTS = "proofs/groth16/variants.ndjson";
  static final String PLONK_KEY = "proofs/plonk/verification_key.json";
  static final String PLONK_PROOFS = "proofs/plonk/proofs.ndjson";

  /** What people did. Without any of it there is nothing to walk through. */
  static final List<String> ACTIVITY = List.of(BLOCKS, TRANSACTIONS, TOKEN_TRANSFERS, LOGS, VOTES);

  /** What they proved, and what it is checked with. */
  static final List<String> PROOFS =
      List.of(GROTH16_KEY, GROTH16_PROOFS, VARIANTS, PLONK_KEY, PLONK_PROOFS);

  static final List<String> FILE_NAMES = Stream.of(ACTIVITY, PROOFS).flatMap(List::stream).toList();

  DataSet {
    files = List.copyOf(files);
  }

  /**
   * The sample inside the jar: invented people, hashes and amounts, in the real formats, and proofs
   * of a test-only circuit.
   */
  static DataSet sample() {
    List<DataFile> files = new ArrayList<>();
    for (String name : FILE_NAMES) {
      URL url = Objects.requireNonNull(DataSet.class.getResource("/sample/" + name), name);
      files.add(new DataFile(name, url, -1));
    }
    return new DataSet("the small sample inside the jar", "walk-through/sample", files);
  }

  /**
   * The files in a folder, as many of them as there are.
   *
   * @throws InputException if there is no such folder, or none of the files in it
   */
  static DataSet folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "--data: %s is no folder (expected: one that holds %s)"
              .formatted(folder.toAbsolutePath().normalize(), String.join(", ", ACTIVITY)));
    }
    List<DataFile> files =
        FILE_NAMES.stream().flatMap(name -> find(folder, name).stream()).toList();
    if (files.stream().noneMatch(file -> ACTIVITY.contains(file.name()))) {
      throw new InputException(
          "--data: %s holds none of the files that can be loaded (expected: %s)"
              .formatted(folder.toAbsolutePath().normalize(), String.join(", ", ACTIVITY)));
    }
    return new DataSet(folder.toAbsolutePath().normalize().toString(), "walk-through/data", files);
  }

  private static Optional<DataFile> find(Path folder, String name) {
    Path path = folder.resolve(name);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DataFile(name, path.toUri().toURL(), Files.size(path)));
    } catch (IOException e) {
      throw new InputException(name + ": can't be read (expected: a readable file)", e);
    }
  }

  /** One of the files, empty if it is not there. */
  Optional<DataFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** Which of some files are not there. */
  List<String> missing(List<String> names) {
    return names.stream().filter(name -> file(name).isEmpty()).toList();
  }
}
