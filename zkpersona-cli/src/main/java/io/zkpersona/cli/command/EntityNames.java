package io.zkpersona.cli.command;

import io.zkpersona.cli.transfer.EntityType;
import java.util.Iterator;
import java.util.Optional;

/** The names of entities, for completion and for errors. */
final class EntityNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return EntityType.names().iterator();
  }

  static Optional<EntityType<?, ?>> find(String name) {
    return EntityType.named(name);
  }

  static String unknown(String name) {
    return "entity: " + name + " (expected: one of " + String.join(", ", EntityType.names()) + ")";
  }
}
