package io.zkpersona.examples.step;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.DataFile;
import io.zkpersona.examples.data.DataSet;
import io.zkpersona.examples.data.ProofKind;
import io.zkpersona.examples.data.ProofOrigin;
import io.zkpersona.examples.data.ProofParser;
import io.zkpersona.examples.data.ProofRow;
import io.zkpersona.examples.data.Wallets;
import io.zkpersona.examples.step.ProofStore.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Step 9: stores proofs; duplicates and disguised duplicates are not stored again. */
public final class ProofStep {

  private final Walk walk;
  private final Output out;
  private final Lines lines;
  private final Wallets wallets;
  private final ProofStore store;

  /** The owners of the proofs from which variants were made, by proof number. */
  private final Map<Long, Optional<UserId>> owners = new HashMap<>();

  /** Creates the step, which reads proofs from files. */
  public ProofStep(Walk walk, Lines lines) {
    this.walk = walk;
    this.out = walk.out();
    this.lines = lines;
    this.wallets = new Wallets(walk.users());
    this.store = new ProofStore(walk);
  }

  /** Runs step 9 and returns the proofs that await a verdict. */
  public List<ProofStore.Judged> store() {
    out.step(
        9,
        "Store proofs",
        "a pending proof is a candidate and reserves nothing; a key is stored once");
    walk.sayMissing(DataSet.PROOFS);
    Map<ProofKind, Circuit> circuits = new Circuits(walk).declare();
    Table table = new Table("File", ">Rows", ">New", ">Known", ">Spent", ">Refused", ">Malformed");
    circuits.forEach((kind, circuit) -> load(kind, circuit, table));
    out.gap();
    out.table(table);
    out.line(
        "Known: the same user sent the same proof, or had the same statement verified. Spent: a");
    out.line("verified proof spent the nullifier before, even if it was deleted since.");
    out.line("Users created for the wallets with proofs: %,d.", wallets.created());
    Circuit base = circuits.get(ProofKind.REPUTATION_THRESHOLD);
    if (base != null) {
      walk.data().file(DataSet.VARIANTS).ifPresent(file -> tryVariants(file, base));
    }
    describe();
    return store.judged();
  }

  private void load(ProofKind kind, Circuit circuit, Table table) {
    walk.data().file(kind.proofsFile()).ifPresent(file -> load(kind, circuit, file, table));
  }

  private void load(ProofKind kind, Circuit circuit, DataFile file, Table table) {
    Map<ProofStore.Kind, Long> counts = new EnumMap<>(ProofStore.Kind.class);
    Lines.Count read =
        lines.read(
            file,
            ProofParser::proof,
            row -> {
              Optional<UserId> owner = owner(row.wallet());
              if (kind == ProofKind.REPUTATION_THRESHOLD) {
                owners.putIfAbsent(row.number(), owner);
              }
              Outcome outcome = store.store(file.name(), row, owner.orElse(null), kind, circuit);
              counts.merge(outcome.kind(), 1L, Long::sum);
              if (outcome.kind() == ProofStore.Kind.REFUSED) {
                out.line("%s, id %d: %s", file.name(), row.number(), outcome.words());
              }
            });
    List<String> cells = new ArrayList<>(List.of(file.name(), Output.number(read.lines())));
    for (ProofStore.Kind outcome : ProofStore.Kind.values()) {
      cells.add(Output.number(counts.getOrDefault(outcome, 0L)));
    }
    cells.add(Output.number(read.malformed()));
    table.row(cells.toArray(String[]::new));
  }

  private Optional<UserId> owner(@Nullable WalletAddress wallet) {
    return wallet == null ? Optional.empty() : wallets.findOrCreate(wallet);
  }

  /**
   * A variant of a proof.
   *
   * @param name the modification
   * @param snarkjs the verdict of snarkjs
   * @param library the reaction of the library
   */
  private record Variant(String name, ProofRow.Verdict snarkjs, String library) {}

  private void tryVariants(DataFile file, Circuit circuit) {
    out.gap();
    Map<Variant, TreeSet<Long>> variants = new LinkedHashMap<>();
    Lines.Count read =
        lines.read(
            file,
            ProofParser::variant,
            row -> {
              Variant variant = new Variant(row.name(), row.verdict(), tryOne(file, row, circuit));
              variants.computeIfAbsent(variant, any -> new TreeSet<>()).add(row.number());
            });
    Table table = new Table("Variant", "Of proof", "snarkjs", "The library");
    variants.forEach(
        (variant, numbers) ->
            table.row(
                variant.name(),
                numbers.stream().map(Object::toString).collect(Collectors.joining(", ")),
                variant.snarkjs().name(),
                variant.library()));
    out.table(table);
    out.line("Variants tried: %,d; malformed lines: %,d.", read.lines(), read.malformed());
  }

  private String tryOne(DataFile file, ProofRow row, Circuit circuit) {
    Optional<UserId> owner = owners.get(row.number());
    return owner == null
        ? "not tried: there is no such proof"
        : store
            .store(file.name(), row, owner.orElse(null), ProofKind.REPUTATION_THRESHOLD, circuit)
            .words();
  }

  private void describe() {
    List<ZkProofHeader> proofs = new ProofOrigin(walk.data().sessionId()).proofs(walk.proofs());
    long keys = proofs.stream().map(ZkProofHeader::verificationKeyHash).distinct().count();
    out.gap();
    out.line(
        "%,d proofs are stored, and %,d verification keys for all of them.", proofs.size(), keys);
    out.line("The private witness beside each proof was neither stored nor shown.");
  }
}
