package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.repository.change.ChangeSeals;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.MessageCutter;
import io.zkpersona.storage.testing.wire.MessageCutter.Side;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealing, cut after each message: blocks are whole or absent, and a repeat seals the rest. */
@NewestServerOnly
class SealCutsIT {

  private static final int FEW = 3;

  @ParameterizedTest
  @EnumSource
  void aRepeatSealsWhatACutCallLeft(Side side) throws InterruptedException {
    // The pool logs each broken connection.
    LogCapture quiet = new LogCapture();
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager uncut = database.open();
        MessageCutter cutter = MessageCutter.to(URI.create(database.url()).getPort());
        DatabaseManager manager = through(cutter, database)) {
      database.execute("SET search_path = zkpersona; SELECT changes_begin('roles')");
      ChangeSeals sound = uncut.repositories().changes().seals();
      int changes = 0;
      boolean cut = true;
      int messages = 0;
      for (; cut; messages++) {
        change(database, FEW);
        changes += FEW;
        connect(manager);
        cutter.cutAfter(side, messages);
        boolean failed = isRefused(manager.repositories().changes().seals());
        cut = cutter.disarm();
        if (cut && failed) {
          cutter.awaitEnd();
        }
        assertThat(sound.verify().findings()).as("behind message %d", messages).isEmpty();
        sound.seal();
        SealReport report = sound.verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.changes()).isEqualTo(changes);
      }
      assertThat(messages).isGreaterThan(FEW);
    } finally {
      quiet.close();
    }
  }

  /** Opens a connection. A cut after the last answer is only noticed by the next call. */
  private static void connect(DatabaseManager manager) {
    try {
      manager.repositories().roles().count();
    } catch (DatabaseUnavailableException e) {
      manager.repositories().roles().count();
    }
  }

  private static void change(TestDatabase database, int count) {
    database.execute(
        "INSERT INTO zkpersona.roles (name) SELECT gen_random_uuid()::text FROM generate_series(1, "
            + count
            + ")");
  }

  private static boolean isRefused(ChangeSeals seals) {
    try {
      seals.seal();
      return false;
    } catch (ZkPersonaException e) {
      return true;
    }
  }

  private static DatabaseManager through(MessageCutter cutter, TestDatabase database) {
    String url = database.url().replaceFirst("@[^/]*/", "@localhost:" + cutter.port() + "/");
    return DatabaseManager.open(
        database.config().databaseUrl(url).maxConnections(1).minConnections(0).build());
  }
}
