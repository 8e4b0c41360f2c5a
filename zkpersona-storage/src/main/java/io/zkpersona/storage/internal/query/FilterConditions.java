package io.zkpersona.storage.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which member of a filter means which condition. Which members are set is a bit mask, and that is
 * all a rendered statement depends on. Immutable.
 */
public final class FilterConditions<F> {

  private record Member<F>(
      String column,
      boolean fixes,
      Function<F, @Nullable Object> value,
      Function<F, @Nullable Object> stored,
      Function<Params, Condition> condition) {}

  private record Index(String fixed, String sorted) {}

  private record Rule<F>(Predicate<F> applies, Condition condition) {}

  private final List<Member<F>> members;
  private final List<Rule<F>> rules;
  private final List<Index> indexes;
  private final F none;

  private FilterConditions(Builder<F> builder, F none) {
    this.members = List.copyOf(builder.members);
    this.rules = List.copyOf(builder.rules);
    this.indexes = List.copyOf(builder.indexes);
    this.none = none;
    if (members.size() + rules.size() > Long.SIZE) {
      throw new IllegalStateException("more members than a mask has bits");
    }
  }

  /**
   * Declares a filter's members.
   *
   * @param none the filter with nothing set
   */
  public static <F> FilterConditions<F> of(F none, Function<Builder<F>, Builder<F>> declaration) {
    return new FilterConditions<>(declaration.apply(new Builder<>()), none);
  }

  /** The filter with nothing set. */
  public F none() {
    return none;
  }

  /** Whether nothing is set that narrows the filter. */
  public boolean isUnrestricted(F filter) {
    return members.stream().allMatch(member -> member.value.apply(filter) == null);
  }

  /**
   * Whether rows sorted by a column are best read from the same index whatever the values are that
   * the filter asks for: it narrows nothing but that column, or fixes one that leads an index to
   * it. With anything else in the filter it depends on the values which index is best.
   */
  public boolean hasOneBestPlan(F filter, Field<?> sorted) {
    for (Member<F> member : members) {
      if (member.value.apply(filter) != null
          && !(member.fixes
              ? indexes.contains(new Index(member.column, sorted.getName()))
              : member.column.equals(sorted.getName()))) {
        return false;
      }
    }
    return true;
  }

  /** Which conditions apply. */
  public long mask(F filter) {
    long mask = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).value.apply(filter) != null) {
        mask |= 1L << i;
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).applies.test(filter)) {
        mask |= 1L << (members.size() + i);
      }
    }
    return mask;
  }

  /** The conditions of a mask; their parameters are those of {@link #values}, in that order. */
  public Condition conditions(long mask, Params params) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      if ((mask & 1L << i) != 0) {
        conditions.add(members.get(i).condition.apply(params));
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      if ((mask & 1L << (members.size() + i)) != 0) {
        conditions.add(rules.get(i).condition);
      }
    }
    return DSL.and(conditions);
  }

  /** The values of the members that are set. */
  public List<Object> values(F filter) {
    List<Object> values = new ArrayList<>();
    for (Member<F> member : members) {
      Object value = member.value.apply(filter);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /**
   * The members that are set, as a text that no other filter has: of their values as the database
   * has them, since a domain type may not show its own, and with their lengths, since what stands
   * between them may stand in them.
   */
  public String text(F filter) {
    StringBuilder text = new StringBuilder(Long.toHexString(mask(filter)));
    for (Member<F> member : members) {
      Object stored = member.stored.apply(filter);
      if (stored != null) {
        String value = stored.toString();
        text.append('\n').append(value.length()).append(':').append(value);
      }
    }
    return text.toString();
  }

  /** Collects the members of a declaration. */
  public static final class Builder<F> {

    private final List<Member<F>> members = new ArrayList<>();
    private final List<Rule<F>> rules = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();

    private Builder() {}

    /** The column equals the member. */
    public <T> Builder<F> equal(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, true, member, Field::eq);
    }

    /** The column is at least the member. */
    public <T> Builder<F> atLeast(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, false, member, Field::ge);
    }

    /** The column is at most the member. */
    public <T> Builder<F> atMost(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, false, member, Field::le);
    }

    /** The column is below the member. */
    public <T> Builder<F> below(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, false, member, Field::lt);
    }

    /** A condition without a value of its own, for filters of which something is true. */
    public Builder<F> when(Predicate<F> applies, Condition condition) {
      rules.add(new Rule<>(applies, condition));
      return this;
    }

    /** The table has an index of a column, one that pages are sorted by, and the id. */
    public Builder<F> index(Field<?> fixed, Field<?> sorted) {
      indexes.add(new Index(fixed.getName(), sorted.getName()));
      return this;
    }

    private static <T> @Nullable Object stored(Field<T> field, @Nullable T value) {
      return value == null ? null : field.getConverter().to(value);
    }

    private <T> Builder<F> add(
        Field<T> field,
        boolean fixes,
        Function<F, @Nullable T> member,
        BiFunction<Field<T>, Param<T>, Condition> comparison) {
      members.add(
          new Member<>(
              field.getName(),
              fixes,
              member::apply,
              filter -> stored(field, member.apply(filter)),
              params -> comparison.apply(field, params.value(field))));
      return this;
    }
  }
}
