package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.SponsorDailyBudgets.SPONSOR_DAILY_BUDGETS;
import static io.zkpersona.storage.internal.tables.tables.Sponsors.SPONSORS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.DailyBudget;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.Transition;
import io.zkpersona.storage.repository.SponsorRepository;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import org.jooq.Query;

public final class PostgresSponsorRepository
    extends PostgresRepository<Sponsor, SponsorId, SponsorFilter> implements SponsorRepository {
  private static final EntityStatements<Sponsor, Sponsor, SponsorId, SponsorFilter> STATEMENTS =
      EntityStatements.of(SponsorTable.TABLE, SponsorConditions.FILTER);

  private static final Transition.State<Sponsor, SponsorId, SponsorStatus> STATUS =
      new Transition.State<>(SponsorTable.TABLE, SPONSORS.STATUS, Sponsor::status);
  private static final Transition<Sponsor, SponsorId, SponsorStatus> SUSPEND =
      STATUS.step("suspend", EnumSet.of(SponsorStatus.ACTIVE), SponsorStatus.SUSPENDED);
  private static final Transition<Sponsor, SponsorId, SponsorStatus> REACTIVATE =
      STATUS.step("reactivate", EnumSet.of(SponsorStatus.SUSPENDED), SponsorStatus.ACTIVE);
  private static final Statement<String, Sponsor> FIND_BY_NAME = STATEMENTS.findBy(SPONSORS.NAME);

  /** A day of a sponsor. */
  private record Day(SponsorId sponsorId, LocalDate date) {}

  /** The amounts of a day's account. */
  private record Amounts(BigInteger budget, BigInteger reserved, BigInteger spent) {

    private DailyBudget of(Day day) {
      return new DailyBudget(day.sponsorId, day.date, budget, reserved, spent);
    }
  }

  private static final Statement<Day, Amounts> FIND_BUDGET =
      Statement.of(
          SponsorTable.TABLE.operation("find_budget"), PostgresSponsorRepository::findingBudget);

  public PostgresSponsorRepository(RepositoryContext context) {
    super(context, STATEMENTS, SponsorId::generate);
  }

  @Override
  public Optional<Sponsor> findByName(String name) {
    return findByName(FIND_BY_NAME, Required.argument("name", name));
  }

  @Override
  public Optional<DailyBudget> findBudget(SponsorId id, LocalDate date) {
    Day day = new Day(Required.argument("id", id), Required.argument("date", date));
    return reader().first(FIND_BUDGET, day).map(amounts -> amounts.of(day));
  }

  private static Query findingBudget(Parameters<Day> in, Results<Amounts> out) {
    var budget = out.column(SPONSOR_DAILY_BUDGETS.BUDGET);
    var reserved = out.column(SPONSOR_DAILY_BUDGETS.RESERVED);
    var spent = out.column(SPONSOR_DAILY_BUDGETS.SPENT);
    out.as(row -> new Amounts(row.get(budget), row.get(reserved), row.get(spent)));
    return select(out.fields())
        .from(SPONSOR_DAILY_BUDGETS)
        .where(
            SPONSOR_DAILY_BUDGETS.SPONSOR_ID.eq(
                in.value(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, Day::sponsorId)))
        .and(
            SPONSOR_DAILY_BUDGETS.BUDGET_DATE.eq(
                in.value(SPONSOR_DAILY_BUDGETS.BUDGET_DATE, Day::date)));
  }

  @Override
  public Sponsor suspend(SponsorId id) {
    return SUSPEND.take(this, id);
  }

  @Override
  public Sponsor reactivate(SponsorId id) {
    return REACTIVATE.take(this, id);
  }
}
