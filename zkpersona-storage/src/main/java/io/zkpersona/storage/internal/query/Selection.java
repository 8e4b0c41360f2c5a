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
 * Builds a SELECT with jOOQ's query model, for queries that are likely at startup. The fluent form
 * builds the same query but has a type for each step, and loading those types takes a JVM more than
 * a tenth of a second.
 */
public final class Selection {

  private Selection() {}

  /** Selects all rows of a table. */
  public static SelectQuery<Record> of(
      Collection<? extends SelectFieldOrAsterisk> fields, TableLike<?> table) {
    SelectQuery<Record> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    query.addSelect(fields);
    query.addFrom(table);
    return query;
  }

  /** Selects the rows of a table that meet a condition. */
  public static SelectQuery<Record> of(
      Collection<? extends SelectFieldOrAsterisk> fields, TableLike<?> table, Condition condition) {
    SelectQuery<Record> query = of(fields, table);
    query.addConditions(condition);
    return query;
  }
}
