package io.zkpersona.cli.transfer;

import io.zkpersona.domain.error.ValidationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters by the names of their members. */
final class Filters {

  private Filters() {}

  /**
   * Creates a filter.
   *
   * @param texts the texts of the members that are set
   * @throws ValidationException if a member is unknown or its value not valid
   */
  static <F> F of(EntityType<?, F> type, Map<String, String> texts) {
    Shape<F> shape = type.filterShape();
    Map<String, String> left = new LinkedHashMap<>(texts);
    F filter = read(shape, "", left);
    if (!left.isEmpty()) {
      throw new ValidationException(
          "filter",
          SafeName.of(left.keySet().iterator().next())
              + " is unknown for "
              + type.name()
              + " (expected: "
              + String.join(", ", shape.paths())
              + ")");
    }
    return filter;
  }

  private static <R> R read(Shape<R> shape, String prefix, Map<String, String> left) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Shape.Member member : shape.members()) {
      String path = prefix + member.name();
      Scalar scalar = member.scalar();
      if (member.nested() != null) {
        boolean given = left.keySet().stream().anyMatch(name -> name.startsWith(path + "."));
        values.add(given ? read(member.nested(), path + ".", left) : null);
      } else {
        String text = left.remove(path);
        values.add(text == null || scalar == null ? null : Shape.parse(path, scalar, text));
      }
    }
    return shape.create(values);
  }
}
