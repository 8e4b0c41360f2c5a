package io.zkpersona.storage.internal.query;

import java.util.Collection;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SelectQuery;
import org.jooq.TableLike;
import org.jooq.impl.DSL;

/**
 * A SELECT by jOOQ's model of a query, for what a start is likely to ask. The fluent form is the
 * same query behind a type for each of its steps, and loading those types takes a JVM more than a
 * tenth of a second.
 */
public final class Selection {

  private Selection() {}

  /** All rows of a table. */
  public static SelectQuery<Record> of(
      Collection<? extends SelectFieldOrAsterisk> fields, TableLike<?> table) {
    SelectQuery<Record> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    query.addSelect(fields);
    query.addFrom(table);
    return query;
  }

  /** The rows of a table that meet a condition. */
  public static SelectQuery<Record> of(
      Collection<? extends SelectFieldOrAsterisk> fields, TableLike<?> table, Condition condition) {
    SelectQuery<Record> query = of(fields, table);
    query.addConditions(condition);
    return query;
  }
}
