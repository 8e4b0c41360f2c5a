package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.user.ManyUsersProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that do not fit in memory as a list are processed as a stream. */
@NewestServerOnly
public class FlatMemoryIT {

  private static final int OUT_OF_MEMORY = 3;

  /** The heap that the documents promise, and less than it, for fewer rows. */
  private static final int DOCUMENTED = 64;

  private static final int LITTLE = 40;

  @Test
  void manyTimesWhatFitsIntoMemoryIsStreamedInAndOutAndChanged() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Process process = start(LITTLE, FlatMemoryProcess.class, database, "stream");

      assertThat(ChildJvm.output(process)).contains("done");
      assertThat(process.waitFor()).isZero();
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs"))
          .isEqualTo("0");
    }
  }

  /** Otherwise the test above would prove nothing. */
  @Test
  void theSameRowsAsAListDoNotFit() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Process process = start(LITTLE, FlatMemoryProcess.class, database, "list");

      assertThat(ChildJvm.output(process)).contains("OutOfMemoryError").doesNotContain("saved");
      assertThat(process.waitFor()).isEqualTo(OUT_OF_MEMORY);
    }
  }

  /** The users are held in memory, each once. */
  @Test
  void theUsersOfAHundredThousandWalletsFit() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Process process = start(DOCUMENTED, ManyUsersProcess.class, database);

      assertThat(ChildJvm.output(process)).contains("done");
      assertThat(process.waitFor()).isZero();
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("100000");
    }
  }

  private static Process start(
      int megabytes, Class<?> program, TestDatabase database, String... how) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(database.url()));
    arguments.addAll(List.of(how));
    List<String> options = List.of("-Xmx" + megabytes + "m", "-XX:+ExitOnOutOfMemoryError");
    return ChildJvm.running(options, program, arguments).start();
  }
}
