package io.zkpersona.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.zkpersona.cli");

  @Test
  void packagesUseOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("main")
        .definedBy("io.zkpersona.cli")
        .layer("command")
        .definedBy("io.zkpersona.cli.command")
        .layer("option")
        .definedBy("io.zkpersona.cli.option")
        .layer("report")
        .definedBy("io.zkpersona.cli.report")
        .layer("transfer")
        .definedBy("io.zkpersona.cli.transfer")
        .layer("output")
        .definedBy("io.zkpersona.cli.output")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("command")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("option")
        .mayOnlyBeAccessedByLayers("main", "command")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("transfer")
        .mayOnlyBeAccessedByLayers("command", "report")
        .check(CLASSES);
  }

  @Test
  void usesOnlyWhatTheLibraryPromises() {
    noClasses().should().dependOnClassesThat().resideInAPackage("..internal..").check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.postgresql..", "org.jooq..")
        .check(CLASSES);
  }
}
