package io.zkpersona.examples.data;

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
 * The data of the walk-through: Ethereum activity as written by ethereum-etl, votes as exported by
 * Snapshot, and proofs as produced by snarkjs. Immutable.
 *
 * @param description the origin, for display
 * @param sessionId the session name of all its inputs, which distinguishes them from other rows of
 *     the same database
 * @param files the files that exist
 */
public record DataSet(String description, String sessionId, List<DataFile> files) {

  public static final String BLOCKS = "ethereum/blocks.ndjson";
  public static final String TRANSACTIONS = "ethereum/transactions.ndjson";
  public static final String TOKEN_TRANSFERS = "ethereum/token_transfers.ndjson";
  public static final String LOGS = "ethereum/logs.ndjson";
  public static final String VOTES = "snapshot/votes.csv";

  public static final String GROTH16_KEY = "proofs/groth16/verification_key.json";
  public static final String GROTH16_PROOFS = "proofs/groth16/proofs.ndjson";
  public static final String VARIANTS = "proofs/groth16/variants.ndjson";
  public static final String PLONK_KEY = "proofs/plonk/verification_key.json";
  public static final String PLONK_PROOFS = "proofs/plonk/proofs.ndjson";

  /** The files with user activity, of which at least one must exist. */
  public static final List<String> ACTIVITY =
      List.of(BLOCKS, TRANSACTIONS, TOKEN_TRANSFERS, LOGS, VOTES);

  /** The files with proofs and verification keys. */
  public static final List<String> PROOFS =
      List.of(GROTH16_KEY, GROTH16_PROOFS, VARIANTS, PLONK_KEY, PLONK_PROOFS);

  public static final List<String> FILE_NAMES =
      Stream.of(ACTIVITY, PROOFS).flatMap(List::stream).toList();

  /** Creates a set of files. */
  public DataSet {
    files = List.copyOf(files);
  }

  /**
   * Returns the sample inside the jar: invented people, hashes and amounts in the real formats, and
   * proofs of a test-only circuit.
   */
  public static DataSet sample() {
    List<DataFile> files = new ArrayList<>();
    for (String name : FILE_NAMES) {
      URL url = Objects.requireNonNull(DataSet.class.getResource("/sample/" + name), name);
      files.add(new DataFile(name, url, -1));
    }
    return new DataSet("the small sample inside the jar", "walk-through/sample", files);
  }

  /**
   * Returns the files of a folder that exist.
   *
   * @throws InputException if the folder does not exist or contains none of the files
   */
  public static DataSet folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "--data: %s is not a directory (expected: a directory that contains %s)"
              .formatted(folder.toAbsolutePath().normalize(), String.join(", ", ACTIVITY)));
    }
    List<DataFile> files =
        FILE_NAMES.stream().flatMap(name -> find(folder, name).stream()).toList();
    if (files.stream().noneMatch(file -> ACTIVITY.contains(file.name()))) {
      throw new InputException(
          "--data: %s contains none of the files that can be loaded (expected: %s)"
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

  /** Returns the file with this name; empty if it does not exist. */
  public Optional<DataFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** Returns the names of files that do not exist. */
  public List<String> missing(List<String> names) {
    return names.stream().filter(name -> file(name).isEmpty()).toList();
  }
}
