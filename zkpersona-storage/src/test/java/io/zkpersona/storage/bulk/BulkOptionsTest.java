package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BulkOptionsTest {

  @Test
  void aCallIsAtomicOrCommitsInChunks() {
    assertThat(BulkOptions.atomic().chunkRows()).isEmpty();
    assertThat(BulkOptions.atomic().skippedRows()).isZero();
    assertThat(BulkOptions.committing(1).chunkRows()).hasValue(1);
    assertThat(BulkOptions.committing(10_000).skipping(7).chunkRows()).hasValue(10_000);
    assertThat(BulkOptions.committing(10_000).skipping(7).skippedRows()).isEqualTo(7);
    assertThat(BulkOptions.atomic().skipping(7).chunkRows()).isEmpty();
    assertThat(BulkOptions.atomic().updatedComponents()).isEmpty();
    BulkOptions updating = BulkOptions.committing(9).updating("b", "a", "b").skipping(7);
    assertThat(updating.updatedComponents()).containsExactly("b", "a");
    assertThat(updating.onProgress(reached -> {}).updatedComponents()).containsExactly("b", "a");
    assertThat(updating.chunkRows()).hasValue(9);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    for (int rows : new int[] {-1, 0, 10_001}) {
      assertThatThrownBy(() -> BulkOptions.committing(rows))
          .isInstanceOf(ValidationException.class)
          .hasMessage("chunkRows: " + rows + " (expected: 1..10000)");
    }
    assertThatThrownBy(() -> BulkOptions.atomic().skipping(-1))
        .isInstanceOf(ValidationException.class)
        .hasMessage("rows: -1 (expected: at least 0)");
    for (String[] none : new String[][] {{}, null}) {
      assertThatThrownBy(() -> BulkOptions.atomic().updating(none))
          .isInstanceOf(ValidationException.class)
          .hasMessage("components: none (expected: at least one)");
    }
    assertThatThrownBy(() -> BulkOptions.atomic().updating("a", null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("components: null (expected: a value)");
    assertThatThrownBy(() -> BulkOptions.atomic().onProgress(null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("listener: null (expected: a value)");
  }

  @Test
  void theListenerIsKeptByCopies() {
    ProgressListener listener = progress -> {};
    assertThat(BulkOptions.atomic().progress()).isSameAs(ProgressListener.NONE);
    assertThat(BulkOptions.committing(5).progress()).isSameAs(ProgressListener.NONE);
    BulkOptions options = BulkOptions.committing(5).onProgress(listener);
    assertThat(options.progress()).isSameAs(listener);
    assertThat(options.skipping(3).updating("a").progress()).isSameAs(listener);
    assertThat(new BulkResult(1, 2, 3, 4, 5, Duration.ZERO).rows()).isEqualTo(6);
  }
}
