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
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.Transition;
import io.zkpersona.storage.repository.SponsorRepository;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;

public final class PostgresSponsorRepository
    extends PostgresRepository<Sponsor, SponsorId, SponsorFilter> implements SponsorRepository {
  private static final EntityStatements<Sponsor, Sponsor, SponsorId, SponsorFilter> STATEMENTS =
      EntityStatements.of(SponsorTable.TABLE, SponsorConditions.FILTER);

  private enum Key {
    FIND_BUDGET
  }

  private static final Codec<BigInteger> AMOUNT = Codecs.of(SPONSOR_DAILY_BUDGETS.BUDGET);

  private static final Transition.State<Sponsor, SponsorId, SponsorStatus> STATUS =
      new Transition.State<>(SponsorTable.TABLE, SPONSORS.STATUS, Sponsor::status);
  private static final Transition<Sponsor, SponsorId, SponsorStatus> SUSPEND =
      STATUS.step("suspend", EnumSet.of(SponsorStatus.ACTIVE), SponsorStatus.SUSPENDED);
  private static final Transition<Sponsor, SponsorId, SponsorStatus> REACTIVATE =
      STATUS.step("reactivate", EnumSet.of(SponsorStatus.SUSPENDED), SponsorStatus.ACTIVE);
  private static final Statement<String, Sponsor> FIND_BY_NAME = STATEMENTS.findBy(SPONSORS.NAME);

  public PostgresSponsorRepository(RepositoryContext context) {
    super(context, STATEMENTS, SponsorId::generate);
  }

  @Override
  public Optional<Sponsor> findByName(String name) {
    return findByName(FIND_BY_NAME, Required.argument("name", name));
  }

  @Override
  public Optional<DailyBudget> findBudget(SponsorId id, LocalDate date) {
    Required.argument("id", id);
    Required.argument("date", date);
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIND_BUDGET,
                params ->
                    select(
                            SPONSOR_DAILY_BUDGETS.BUDGET,
                            SPONSOR_DAILY_BUDGETS.RESERVED,
                            SPONSOR_DAILY_BUDGETS.SPENT)
                        .from(SPONSOR_DAILY_BUDGETS)
                        .where(
                            SPONSOR_DAILY_BUDGETS.SPONSOR_ID.eq(
                                params.value(SPONSOR_DAILY_BUDGETS.SPONSOR_ID)))
                        .and(
                            SPONSOR_DAILY_BUDGETS.BUDGET_DATE.eq(
                                params.value(SPONSOR_DAILY_BUDGETS.BUDGET_DATE))));
    return executor()
        .first(
            operation("find_budget"),
            shape,
            row -> new DailyBudget(id, date, amount(row, 1), amount(row, 2), amount(row, 3)),
            id,
            date);
  }

  private static BigInteger amount(Row row, int position) {
    return Objects.requireNonNull(row.read(AMOUNT, position));
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
