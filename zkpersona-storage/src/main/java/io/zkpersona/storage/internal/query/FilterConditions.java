package io.zkpersona.storage.internal.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Maps the members of a filter to conditions. A bit mask records which members are set; a rendered
 * statement depends on nothing else. Immutable.
 */
public final class FilterConditions<F> {

  private enum Comparison {
    EQUAL,
    AT_LEAST,
    AT_MOST,
    BELOW
  }

  private record Member<F, T>(
      Field<T> field, Comparison comparison, Function<F, @Nullable T> value) {

    boolean isSet(F filter) {
      return value.apply(filter) != null;
    }

    /** Returns the value in its database type. */
    @Nullable Object stored(F filter) {
      T set = value.apply(filter);
      return set == null ? null : field.getConverter().to(set);
    }

    <P> Param<T> param(Parameters<P> in, Function<? super P, F> filter) {
      return in.value(field, call -> value.apply(filter.apply(call)));
    }

    <P> Condition condition(Parameters<P> in, Function<? super P, F> filter) {
      return compared(param(in, filter));
    }

    private Condition compared(Param<T> param) {
      return switch (comparison) {
        case EQUAL -> field.eq(param);
        case AT_LEAST -> field.ge(param);
        case AT_MOST -> field.le(param);
        case BELOW -> field.lt(param);
      };
    }

    /** Tells whether it bounds the column. */
    boolean isEndOf(Field<?> sorted) {
      return comparison != Comparison.EQUAL && field.getName().equals(sorted.getName());
    }
  }

  private record Index(Field<?> fixed, Field<Instant> sorted) {

    /** Tells whether it fixes the first column, or is an end of a half-open range. */
    boolean holds(Member<?, ?> member) {
      return member.comparison == Comparison.EQUAL
          ? member.field.getName().equals(fixed.getName())
          : member.isEndOf(sorted) && member.comparison != Comparison.AT_MOST;
    }
  }

  private record Rule<F>(Predicate<F> applies, Condition condition) {}

  private final List<Member<F, ?>> members;
  private final List<Rule<F>> rules;
  private final List<Index> indexes;
  private final F none;

  private FilterConditions(Builder<F> builder, F none) {
    this.members = List.copyOf(builder.members);
    this.rules = List.copyOf(builder.rules);
    this.indexes = List.copyOf(builder.indexes);
    this.none = none;
    if (!rules.isEmpty() && !indexes.isEmpty()) {
      throw new IllegalStateException("an index together with rules, which its ranges would omit");
    }
    if (members.size() + rules.size() > Long.SIZE) {
      throw new IllegalStateException("more members and rules than the mask has bits");
    }
  }

  /**
   * Declares a filter's members.
   *
   * @param none the filter with no member set
   */
  public static <F> FilterConditions<F> of(F none, Function<Builder<F>, Builder<F>> declaration) {
    return new FilterConditions<>(declaration.apply(new Builder<>()), none);
  }

  /** Returns the filter with no member set. */
  public F none() {
    return none;
  }

  /** Tells whether no member is set. */
  public boolean isUnrestricted(F filter) {
    return members.stream().noneMatch(member -> member.isSet(filter));
  }

  /**
   * Tells whether one plan is best for rows sorted by a column, whatever the filter's values. It is
   * for all rows, for the rows on one side of a value of that column, and for a {@link #range};
   * otherwise the best plan depends on the values.
   */
  public boolean hasOneBestPlan(long mask, Field<?> sorted) {
    List<Member<F, ?>> set = members(mask);
    return set.isEmpty()
        || index(set, sorted) != null
        || (set.size() == 1 && set.get(0).isEndOf(sorted));
  }

  /**
   * Returns a filter as a range of an index that is sorted by a column, or null if it is not one.
   *
   * @param filter the filter of a call, with the members of the mask
   */
  public <P> @Nullable IndexRange<P> range(
      long mask, Field<?> sorted, Parameters<P> in, Function<? super P, F> filter) {
    List<Member<F, ?>> set = members(mask);
    Index index = index(set, sorted);
    if (index == null) {
      return null;
    }
    Map<Comparison, Param<?>> bound = new EnumMap<>(Comparison.class);
    for (Member<F, ?> member : set) {
      if (bound.put(member.comparison, member.param(in, filter)) != null) {
        throw new IllegalStateException("two members with the same comparison: " + member.field);
      }
    }
    return new IndexRange<>(
        index.fixed,
        Objects.requireNonNull(bound.get(Comparison.EQUAL)),
        index.sorted,
        bound.get(Comparison.AT_LEAST),
        bound.get(Comparison.BELOW));
  }

  private @Nullable Index index(List<Member<F, ?>> set, Field<?> sorted) {
    for (Index index : indexes) {
      if (index.sorted.getName().equals(sorted.getName())
          && set.stream().anyMatch(member -> member.comparison == Comparison.EQUAL)
          && set.stream().allMatch(index::holds)) {
        return index;
      }
    }
    return null;
  }

  /** Returns the members of a mask, in declaration order. */
  private List<Member<F, ?>> members(long mask) {
    List<Member<F, ?>> set = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      if ((mask & 1L << i) != 0) {
        set.add(members.get(i));
      }
    }
    return set;
  }

  /** Returns the bit mask of the conditions that apply. */
  public long mask(F filter) {
    long mask = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).isSet(filter)) {
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

  /**
   * Returns the conditions of a mask.
   *
   * @param filter the filter of a call, with the members of the mask
   */
  public <P> Condition conditions(long mask, Parameters<P> in, Function<? super P, F> filter) {
    return conditions(mask, member -> member.condition(in, filter));
  }

  private Condition conditions(long mask, Function<Member<F, ?>, Condition> condition) {
    List<Condition> conditions = new ArrayList<>();
    members(mask).forEach(member -> conditions.add(condition.apply(member)));
    for (int i = 0; i < rules.size(); i++) {
      if ((mask & 1L << (members.size() + i)) != 0) {
        conditions.add(rules.get(i).condition);
      }
    }
    return DSL.and(conditions);
  }

  /**
   * Returns the filter as a text that no other filter has. Values appear in their database type,
   * since a domain type may hide its value, and with their lengths, since a value may contain the
   * separator.
   */
  public String text(F filter) {
    StringBuilder text = new StringBuilder(Long.toHexString(mask(filter)));
    for (Member<F, ?> member : members) {
      Object stored = member.stored(filter);
      if (stored != null) {
        String value = stored.toString();
        text.append('\n').append(value.length()).append(':').append(value);
      }
    }
    return text.toString();
  }

  /** Collects the members of a declaration. */
  public static final class Builder<F> {

    private final List<Member<F, ?>> members = new ArrayList<>();
    private final List<Rule<F>> rules = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();

    private Builder() {}

    /** Declares that the column equals the member. */
    public <T> Builder<F> equal(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, Comparison.EQUAL, member);
    }

    /** Declares that the column is at least the member. */
    public <T> Builder<F> atLeast(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, Comparison.AT_LEAST, member);
    }

    /** Declares that the column is at most the member. */
    public <T> Builder<F> atMost(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, Comparison.AT_MOST, member);
    }

    /** Declares that the column is below the member. */
    public <T> Builder<F> below(Field<T> field, Function<F, @Nullable T> member) {
      return add(field, Comparison.BELOW, member);
    }

    /** Declares a condition without a value, for filters that match a predicate. */
    public Builder<F> when(Predicate<F> applies, Condition condition) {
      rules.add(new Rule<>(applies, condition));
      return this;
    }

    /** Declares an index on a column, a column that pages are sorted by, and the id. */
    public Builder<F> index(Field<?> fixed, Field<Instant> sorted) {
      indexes.add(new Index(fixed, sorted));
      return this;
    }

    private <T> Builder<F> add(
        Field<T> field, Comparison comparison, Function<F, @Nullable T> member) {
      members.add(new Member<>(field, comparison, member));
      return this;
    }
  }
}
