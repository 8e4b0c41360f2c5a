package io.zkpersona.cache.redis;

import io.lettuce.core.RedisURI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies addresses, which are mutable. Lettuce's own builder copies none of Sentinel. */
final class Address {

  private Address() {}

  static RedisURI copy(RedisURI uri) {
    RedisURI copy = new RedisURI();
    set(uri.getHost(), copy::setHost);
    copy.setPort(uri.getPort());
    set(uri.getSocket(), copy::setSocket);
    set(uri.getSentinelMasterId(), copy::setSentinelMasterId);
    uri.getSentinels().forEach(sentinel -> copy.getSentinels().add(copy(sentinel)));
    set(uri.getCredentialsProvider(), copy::setCredentialsProvider);
    copy.setDatabase(uri.getDatabase());
    set(uri.getClientName(), copy::setClientName);
    copy.setSsl(uri.isSsl());
    copy.setVerifyPeer(uri.getVerifyMode());
    copy.setStartTls(uri.isStartTls());
    copy.setTimeout(uri.getTimeout());
    return copy;
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
