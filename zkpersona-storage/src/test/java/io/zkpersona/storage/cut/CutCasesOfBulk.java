package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.Repeat.TWICE;
import static io.zkpersona.storage.cut.CutCase.step;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.cut.CutCase.Extent;
import io.zkpersona.storage.cut.CutCase.Repeat;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Inserts of many rows: by COPY, in chunks, and by group commit. */
final class CutCasesOfBulk {

  private static final int CHUNK = 101;
  private static final List<CreateUserRequest> REQUESTS =
      IntStream.range(0, 2 * CHUNK)
          .mapToObj(i -> CreateUserRequest.builder().username(new Username("user " + i)).build())
          .toList();
  private static final List<User> USERS =
      REQUESTS.stream()
          .map(request -> User.builder().username(request.username()).build())
          .toList();

  private CutCasesOfBulk() {}

  static Stream<CutCase> all() {
    return Stream.of(
        step(
            "users saveAll by COPY",
            all -> true,
            (all, none) -> all.users().saveAll(USERS, BulkOptions.atomic()),
            Repeat.refused(DuplicateEntityException.class)),
        chunks("users saveAll in chunks", (all, options) -> all.users().saveAll(USERS, options)),
        chunks(
            "users createAll in chunks",
            (all, options) -> all.users().createAll(REQUESTS, options)),
        step(
            "inputs create by group commit",
            all -> true,
            (all, none) -> {
              try (var writer = all.behaviorInputs().groupCommit(GroupCommitOptions.defaults())) {
                writer.create(
                    CreateBehaviorInputRequest.builder().inputData(Json.emptyObject()).build());
              }
            },
            TWICE),
        step(
            "inputs save by group commit",
            all -> BehaviorInput.builder().inputData(Json.emptyObject()).build(),
            (all, input) -> {
              try (var writer = all.behaviorInputs().groupCommit(GroupCommitOptions.defaults())) {
                writer.save(input);
              }
            },
            Repeat.refused(DuplicateEntityException.class)));
  }

  private static CutCase chunks(String name, BiConsumer<Repositories, BulkOptions> call) {
    return new CutCase(name, all -> new Chunks(call), HARMLESS, Extent.IN_PARTS);
  }

  /** Resumes after the committed rows. */
  private static final class Chunks implements CutCase.Write {

    private final BiConsumer<Repositories, BulkOptions> call;
    private long committed;

    Chunks(BiConsumer<Repositories, BulkOptions> call) {
      this.call = call;
    }

    @Override
    public void by(Repositories all) {
      call.accept(all, BulkOptions.committing(CHUNK).skipping(committed));
      committed = REQUESTS.size();
    }

    @Override
    public void endedAfter(long committedRows) {
      committed = committedRows;
    }
  }
}
