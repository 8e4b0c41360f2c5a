package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Totals over all stored inputs of the data set, read as a stream with one input in memory at a
 * time.
 */
final class ReadBack {

  private final Map<UserId, Long> inputsByUser = new HashMap<>();
  private BigInteger transferred = BigInteger.ZERO;

  private ReadBack() {}

  /** Reads all inputs. */
  static ReadBack of(Walk walk) {
    ReadBack sums = new ReadBack();
    try (Stream<BehaviorInput> inputs = walk.inputs().stream(walk.ours().build())) {
      inputs.forEach(sums::add);
    }
    return sums;
  }

  private void add(BehaviorInput input) {
    if (input.userId() != null) {
      inputsByUser.merge(input.userId(), 1L, Long::sum);
    }
    if (input.inputType() == InputType.DEFI || input.inputType() == InputType.NFT) {
      Json value = input.inputData().members().get("value");
      transferred = transferred.add(value == null ? BigInteger.ZERO : whole(value));
    }
  }

  /** Parses exactly; the number may be too large for a long or double. */
  private static BigInteger whole(Json number) {
    return new BigInteger(number.text());
  }

  /** Returns the number of users with inputs. */
  long users() {
    return inputsByUser.size();
  }

  /** Returns the sum of the values of all token transfers, in the smallest unit of each token. */
  BigInteger transferred() {
    return transferred;
  }

  /** Returns the user with the most inputs up to a limit; empty if there is none. */
  Optional<UserId> busiestUser(long limit) {
    return inputsByUser.entrySet().stream()
        .filter(entry -> entry.getValue() <= limit)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }
}
