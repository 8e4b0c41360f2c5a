package io.zkpersona.cache.redis;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;

/** The messages about dropped values. A message that can't be read drops everything. */
final class Drops {

  private static final String EVERYTHING = "*";

  private Drops() {}

  static String message(Collection<CacheSubject> subjects) {
    return subjects.stream()
        .map(subject -> subject.kind() + ":" + user(subject))
        .collect(Collectors.joining(" "));
  }

  static String everything() {
    return EVERYTHING;
  }

  /** Returns the user in the form of keys; empty for all users. */
  static String user(CacheSubject subject) {
    return subject.user() == null ? "" : subject.user().value().toString();
  }

  static void tell(String message, SharedCache.Listener listener) {
    try {
      for (String one : message.split(" ", -1)) {
        int end = one.indexOf(':');
        String user = one.substring(end + 1);
        listener.dropped(
            new CacheSubject(
                CacheKind.valueOf(one.substring(0, end)),
                user.isEmpty() ? null : new UserId(UUID.fromString(user))));
      }
    } catch (RuntimeException e) {
      listener.emptied();
    }
  }
}
