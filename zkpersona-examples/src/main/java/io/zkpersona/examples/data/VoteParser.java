package io.zkpersona.examples.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Creates inputs from Snapshot votes. Votes are signed off chain and published by Snapshot's API,
 * which is therefore their source. Each line is one vote, so an unclosed quote spoils only its own
 * line.
 */
public final class VoteParser implements LineParser<Item> {

  private static final List<String> COLUMNS =
      List.of("symbol", "proposal_id", "voter", "voting_power", "choice", "created");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final InputFactory inputs;
  private @Nullable List<String> header;

  /** Creates a parser whose items come from a factory. */
  public VoteParser(InputFactory inputs) {
    this.inputs = inputs;
  }

  @Override
  public Optional<Item> parse(String line) throws MalformedLineException {
    CSVRecord cells = split(line);
    if (header == null) {
      header = header(cells);
      return Optional.empty();
    }
    if (cells.size() != header.size()) {
      throw new MalformedLineException(
          String.format(Locale.ROOT, "%d fields (expected: %d)", cells.size(), header.size()));
    }
    return Optional.of(vote(cells, header));
  }

  private Item vote(CSVRecord cells, List<String> header) throws MalformedLineException {
    String proposal = filled("proposal_id", cells, header);
    WalletAddress voter = Wallets.parse("voter", filled("voter", cells, header));
    ObjectNode vote = JSON.createObjectNode();
    vote.put("symbol", filled("symbol", cells, header));
    vote.put("proposal_id", proposal);
    vote.put("voter", voter.value());
    vote.put("voting_power", votingPower(filled("voting_power", cells, header)));
    vote.put("choice", filled("choice", cells, header));
    vote.put("created", filled("created", cells, header));
    return new Item(
        inputs.input(
            InputFactory.voteKey(proposal, voter.value()),
            null,
            InputType.DAO,
            BehaviorSource.API,
            startOfDay(filled("created", cells, header)),
            Json.of(text(vote))),
        new Item.Owner(voter));
  }

  private static List<String> header(CSVRecord cells) throws MalformedLineException {
    List<String> names = cells.toList();
    List<String> missing = new ArrayList<>(COLUMNS);
    missing.removeAll(names);
    if (!missing.isEmpty()) {
      throw MalformedLineException.endingTheFile(
          "no column %s (expected: a header that names them)"
              .formatted(String.join(", ", missing)));
    }
    return names;
  }

  private static String filled(String column, CSVRecord cells, List<String> header)
      throws MalformedLineException {
    String cell = cells.get(header.indexOf(column));
    if (cell.isBlank()) {
      throw new MalformedLineException(column, "empty", "a value");
    }
    return cell;
  }

  private static BigDecimal votingPower(String cell) throws MalformedLineException {
    try {
      BigDecimal power = new BigDecimal(cell);
      if (power.signum() >= 0) {
        return power;
      }
    } catch (NumberFormatException e) {
      // reported below, together with negative numbers
    }
    throw new MalformedLineException("voting_power", "not a valid number", "a number from 0");
  }

  private static Instant startOfDay(String cell) throws MalformedLineException {
    try {
      return LocalDate.parse(cell).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedLineException("created", "not a date", "such as 2026-01-31");
    }
  }

  private static CSVRecord split(String line) throws MalformedLineException {
    try (CSVParser parser = CSVParser.parse(line, CSVFormat.DEFAULT)) {
      return parser.iterator().next();
    } catch (IOException | UncheckedIOException e) {
      throw new MalformedLineException("quotes that are not closed or do not start a field");
    }
  }

  private static String text(ObjectNode vote) {
    try {
      return JSON.writeValueAsString(vote);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("writing JSON to a string failed", e);
    }
  }
}
