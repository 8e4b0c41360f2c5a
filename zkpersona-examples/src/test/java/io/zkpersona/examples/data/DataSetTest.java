package io.zkpersona.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {

  @Test
  void theSampleHasEveryFile() throws IOException {
    DataSet sample = DataSet.sample();

    assertThat(sample.missing(DataSet.FILE_NAMES)).isEmpty();
    for (DataFile file : sample.files()) {
      try (var in = file.open()) {
        assertThat(in.read()).as(file.name()).isPositive();
      }
    }
  }

  @Test
  void aFolderMayLackFiles(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("snapshot"));
    Files.writeString(folder.resolve(DataSet.VOTES), "symbol");

    DataSet data = DataSet.folder(folder);

    assertThat(data.files()).extracting(DataFile::name).containsExactly(DataSet.VOTES);
    assertThat(data.files().get(0).size()).isEqualTo(6);
    assertThat(data.missing(DataSet.ACTIVITY))
        .containsExactly(
            DataSet.BLOCKS, DataSet.TRANSACTIONS, DataSet.TOKEN_TRANSFERS, DataSet.LOGS);
    assertThat(data.missing(DataSet.PROOFS)).isEqualTo(DataSet.PROOFS);
  }

  @Test
  void aFolderWithNoneOfTheFilesIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> DataSet.folder(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("contains none of the files")
        .hasMessageContaining(DataSet.VOTES);
  }

  @Test
  void aFolderWithProofsOnlyIsRefused(@TempDir Path folder) throws IOException {
    Path proofs = folder.resolve(DataSet.PLONK_PROOFS);
    Files.createDirectories(proofs.getParent());
    Files.writeString(proofs, "{}");

    assertThatThrownBy(() -> DataSet.folder(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("contains none of the files");
  }

  @Test
  void whatIsNoFolderIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataSet.folder(folder.resolve("gone")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gone is not a directory");
    assertThatThrownBy(() -> DataSet.folder(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("file is not a directory");
  }
}
