package io.zkpersona.storage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.zkpersona.embedded.EmbeddedPostgres;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Every package is annotated as null-marked. On the class path a module's annotation is not read,
 * so a caller's null checker would treat the whole library as unannotated.
 */
class NullMarkedTest {

  @Test
  void everyPackageIsNullMarked() {
    assertThat(unmarked(Production.CLASSES)).isEmpty();
    assertThat(unmarked(new ClassFileImporter().importPackagesOf(EmbeddedPostgres.class)))
        .isEmpty();
  }

  @Test
  void anUnmarkedPackageWouldBeSeen() {
    assertThat(unmarked(new ClassFileImporter().importClasses(NullMarkedTest.class)))
        .containsExactly(NullMarkedTest.class.getPackageName());
  }

  /** Returns the unmarked packages, except those of the generated tables, which are internal. */
  private static Set<String> unmarked(JavaClasses classes) {
    return classes.stream()
        .filter(type -> !Production.isGenerated(type))
        .map(type -> type.getPackage())
        .filter(room -> !room.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
