package io.zkpersona.benchmarks.candidate.jdbi;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Jdbi with an on-demand SQL object and handwritten row mappers, its fastest configuration. */
public final class JdbiSqlObject implements Candidate {

  private final Jdbi jdbi;
  private final InputDao dao;

  /** Creates the candidate on the caller's pool. */
  public JdbiSqlObject(DataSource pool) {
    this.jdbi =
        Jdbi.create(pool).installPlugin(new PostgresPlugin()).installPlugin(new SqlObjectPlugin());
    jdbi.registerRowMapper(BehaviorInput.class, (row, context) -> InputRows.read(row));
    jdbi.registerRowMapper(
        FlatInput.Times.class,
        (row, context) ->
            new FlatInput.Times(
                row.getObject(1, UUID.class),
                InputRows.instant(row, 2),
                InputRows.instant(row, 3)));
    this.dao = jdbi.onDemand(InputDao.class);
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return dao.find(id.value());
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return dao.save(FlatInput.of(input)).of(input);
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    return dao.update(FlatInput.of(input)).of(input);
  }

  @Override
  public Found page(PageQuery query) {
    UUID user = query.userId().value();
    return jdbi.withExtension(
        InputDao.class,
        both ->
            new Found(
                both.page(user, query.from(), query.until(), query.limit(), query.offset()),
                query.total() ? both.count(user, query.from(), query.until()) : Found.UNKNOWN));
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    return last == null
        ? () -> dao.first(limit)
        : () -> dao.after(last.timestamp(), last.id().value(), limit);
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    dao.insertAll(inputs.stream().map(FlatInput::of).toList());
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return dao.mark(uuids(ids));
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return dao.findAll(uuids(ids));
  }

  private static UUID[] uuids(List<BehaviorInputId> ids) {
    return ids.stream().map(BehaviorInputId::value).toArray(UUID[]::new);
  }

  /** Opens a handle, because an on-demand object would close its own before the stream is read. */
  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public Stream<BehaviorInput> stream() {
    Handle handle = jdbi.open();
    handle.begin();
    return handle.attach(InputDao.class).stream()
        .onClose(
            () -> {
              handle.rollback();
              handle.close();
            });
  }
}
