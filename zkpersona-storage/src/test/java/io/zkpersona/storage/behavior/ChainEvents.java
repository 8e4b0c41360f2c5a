package io.zkpersona.storage.behavior;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.storage.repository.contract.References;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Inputs as a loader of chain events creates them. */
public final class ChainEvents {

  public static final ChainId CHAIN = ChainId.evm(1);
  public static final ChainId OTHER_CHAIN = ChainId.evm(10);

  private ChainEvents() {}

  public static String hash(String digit, long number) {
    return "0x" + digit.repeat(48) + String.format(Locale.ROOT, "%016x", number);
  }

  public static BlockReference block(ChainId chain, long number) {
    return new BlockReference(chain, number, hash("b", number));
  }

  /** Returns a block that competes with {@link #block}. */
  public static BlockReference rival(long number) {
    return new BlockReference(CHAIN, number, hash("c", number));
  }

  public static ExternalKey key(int event) {
    return ExternalKey.ofLog(CHAIN, hash("a", event), event);
  }

  /** Returns an event with a unique key, seen in a block. */
  public static BehaviorInput event(int event, BlockReference seen) {
    return References.input()
        .withSource(BehaviorSource.BLOCKCHAIN)
        .withExternalKey(key(event))
        .withBlock(seen);
  }

  /** Returns this many events, ten per block, starting at block 0. */
  public static List<BehaviorInput> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event(i, block(CHAIN, i / 10))).toList();
  }
}
