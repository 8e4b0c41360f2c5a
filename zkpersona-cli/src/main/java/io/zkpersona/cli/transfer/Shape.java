package io.zkpersona.cli.transfer;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.ValidationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record type, in order. Immutable and thread-safe.
 *
 * @param <R> the record type
 */
final class Shape<R> {

  /**
   * A component.
   *
   * @param name its name
   * @param component the component
   * @param scalar how its values are written; null if it has parts
   * @param nested its parts; null if it has none
   */
  record Member(
      String name, RecordComponent component, @Nullable Scalar scalar, @Nullable Shape<?> nested) {

    /** Returns the value in a record; null if it is null. */
    @Nullable Object of(Object record) {
      return Reflection.read(component, record);
    }
  }

  private final Class<R> type;
  private final List<Member> members;
  private final Constructor<?> constructor;

  private Shape(Class<R> type, List<Member> members) {
    this.type = type;
    this.members = List.copyOf(members);
    this.constructor = Reflection.constructor(type);
  }

  /**
   * Returns the shape of a record type.
   *
   * @throws IllegalStateException if a component has a type without a text form
   */
  static <R> Shape<R> of(Class<R> type) {
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Scalar scalar = Scalar.of(component.getType());
      Shape<?> nested = scalar == null ? of(component.getType()) : null;
      members.add(new Member(component.getName(), component, scalar, nested));
    }
    return new Shape<>(type, members);
  }

  List<Member> members() {
    return members;
  }

  Optional<Member> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** Returns the names of all values, those of nested records with a dot: {@code block.hash}. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (Member member : members) {
      if (member.nested() == null) {
        paths.add(member.name());
      } else {
        member.nested().paths().forEach(path -> paths.add(member.name() + "." + path));
      }
    }
    return paths;
  }

  /**
   * Creates a record of its components' values, in order. An absent audit stamp is that of an
   * entity that was never saved.
   *
   * @throws ValidationException if a value that must be there is absent, or a rule is broken
   */
  R create(List<? extends @Nullable Object> values) {
    @Nullable Object[] arguments = values.toArray();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] == null) {
        Class<?> component = members.get(i).component().getType();
        if (component == AuditStamp.class) {
          arguments[i] = AuditStamp.unsaved();
        } else if (component.isPrimitive()) {
          throw new ValidationException(members.get(i).name(), "absent (expected: a value)");
        }
      }
    }
    return type.cast(Reflection.create(constructor, arguments));
  }

  /** Reads the text of a value, naming its path if it is not valid. */
  static Object parse(String path, Scalar scalar, String text) {
    try {
      return scalar.fromText().apply(text);
    } catch (ValidationException e) {
      throw new ValidationException(path, reason(e));
    }
  }

  /** The rule without the name that the value's type gives it. */
  private static String reason(ValidationException e) {
    return e.violations().isEmpty() ? String.valueOf(e.getMessage()) : e.violations().get(0).rule();
  }

  @Override
  public String toString() {
    return type.getSimpleName() + Arrays.toString(paths().toArray());
  }
}
