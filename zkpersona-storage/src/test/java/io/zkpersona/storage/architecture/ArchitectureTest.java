package io.zkpersona.storage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package uses only packages on lower layers. There are no exceptions. */
class ArchitectureTest {

  /** From the lowest layer up; packages on one layer do not use each other. */
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("domain.error"),
          Set.of("domain.validation"),
          Set.of("domain.id", "domain.json"),
          Set.of("domain.audit", "domain.internal"),
          Set.of("domain.page"),
          Set.of("domain.change", "domain.user", "domain.proof.snark"),
          Set.of("domain.access", "domain.auth", "domain.proof.document", "domain.sponsorship"),
          Set.of("domain.behavior", "domain.proof.circuit"),
          Set.of("domain.behavior.queue", "domain.scoring"),
          Set.of("domain.proof"),
          Set.of("domain.reputation"),
          Set.of("storage.cache", "storage.error", "storage.progress", "storage.replica"),
          Set.of(
              "storage.repository.behavior",
              "storage.repository.bulk",
              "storage.repository.change"),
          Set.of("storage.repository"),
          Set.of("storage.config", "storage.health", "storage.transaction"),
          Set.of("storage.listener", "storage.tenant"),
          Set.of("storage.internal.tables"),
          Set.of("storage.internal.error"),
          Set.of("storage.internal.mapping", "storage.internal.metrics", "storage.internal.time"),
          Set.of("storage.internal.query"),
          Set.of("storage.internal.execution"),
          Set.of(
              "storage.internal.bulk",
              "storage.internal.cache",
              "storage.internal.migrate",
              "storage.internal.pool",
              "storage.internal.signal"),
          Set.of(
              "storage.internal.change.seal",
              "storage.internal.replica",
              "storage.internal.repository"),
          Set.of(
              "storage.internal.access",
              "storage.internal.auth",
              "storage.internal.behavior.partition",
              "storage.internal.behavior.rollup",
              "storage.internal.change.feed",
              "storage.internal.proof",
              "storage.internal.reputation",
              "storage.internal.sponsorship"),
          Set.of(
              "storage.internal.behavior", "storage.internal.change", "storage.internal.erasure"),
          Set.of("storage.internal.behavior.queue", "storage.internal.user"),
          Set.of("storage.internal.scoring"),
          Set.of("storage.internal"),
          Set.of("storage.internal.transaction"),
          Set.of("storage.internal.tenant"),
          Set.of("storage"));

  private static final Set<String> HIDDEN =
      Set.of(
          "org.jooq",
          "org.flywaydb",
          "com.github.benmanes",
          "com.zaxxer",
          "org.postgresql",
          "org.HdrHistogram",
          "org.slf4j",
          "com.fasterxml",
          "com.github.f4b6a3",
          "io.zkpersona.domain.internal",
          "io.zkpersona.domain.validation",
          "io.zkpersona.storage.internal");

  @Test
  void everyPackageHasItsFloor() {
    assertThat(Production.CLASSES.stream().map(Production::packageOf).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(floors().keySet());
  }

  @Test
  void aPackageUsesOnlyPackagesOnFloorsBelow() {
    Map<String, Integer> floors = floors();
    Set<String> violations = new TreeSet<>();
    for (JavaClass origin : Production.CLASSES) {
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String from = Production.packageOf(origin);
        String to = Production.packageOf(target);
        if (Production.isOurs(target) && !from.equals(to) && floors.get(to) >= floors.get(from)) {
          violations.add(dependency.getDescription());
        }
      }
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    SliceAssignment byPackage =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return Production.isOurs(type)
                ? SliceIdentifier.of(Production.packageOf(type))
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "packages";
          }
        };

    slices().assignedFrom(byPackage).should().beFreeOfCycles().check(Production.CLASSES);
  }

  @Test
  void poolDriverMigrationsAndSqlBuilderAreNamedInStorageOnlyAndBehindItsInterfaces() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.zkpersona.storage", "io.zkpersona.storage.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.jooq..",
            "org.flywaydb..",
            "com.zaxxer..",
            "org.postgresql..",
            "org.HdrHistogram..")
        .check(Production.CLASSES);
  }

  @Test
  void theDomainKnowsNoDatabase() {
    noClasses()
        .that()
        .resideInAPackage("io.zkpersona.domain..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.slf4j..", "io.zkpersona.storage..")
        .check(Production.CLASSES);
  }

  @Test
  void noPublicSignatureShowsWhatIsBehindIt() {
    Set<String> exported = Production.exportedPackages();
    assertThat(exported).hasSizeGreaterThan(10);
    Set<String> violations = new TreeSet<>();
    for (JavaClass type : Production.CLASSES) {
      if (exported.contains(type.getPackageName()) && isVisible(type)) {
        shownBy(type)
            .filter(shown -> HIDDEN.stream().anyMatch(shown.getPackageName()::startsWith))
            .forEach(shown -> violations.add(type.getName() + " shows " + shown.getName()));
      }
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void theModulesExportEverythingButWhatIsInternal() {
    Set<String> all =
        Production.CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    all.removeIf(name -> name.contains(".internal") || name.endsWith(".validation"));

    assertThat(Production.exportedPackages()).containsExactlyInAnyOrderElementsOf(all);
  }

  private static Stream<JavaClass> shownBy(JavaClass type) {
    Stream<JavaType> parents =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaClass> ofParents =
        Stream.concat(
                parents,
                type.getTypeParameters().stream()
                    .flatMap(parameter -> parameter.getBounds().stream()))
            .flatMap(parent -> parent.getAllInvolvedRawTypes().stream());
    Stream<JavaClass> ofMembers =
        type.getMembers().stream()
            .filter(ArchitectureTest::isVisible)
            .flatMap(ArchitectureTest::shownBy);
    return Stream.concat(ofParents, ofMembers);
  }

  private static Stream<JavaClass> shownBy(JavaMember member) {
    if (member instanceof JavaField field) {
      return field.getType().getAllInvolvedRawTypes().stream();
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    return Stream.of(
            code.getReturnType().getAllInvolvedRawTypes().stream(),
            code.getParameterTypes().stream()
                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()),
            code.getTypeParameters().stream()
                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()),
            code.getExceptionTypes().stream())
        .flatMap(types -> types);
  }

  private static boolean isVisible(JavaClass type) {
    return (type.getModifiers().contains(JavaModifier.PUBLIC)
            || type.getModifiers().contains(JavaModifier.PROTECTED))
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Map<String, Integer> floors() {
    Map<String, Integer> floors = new HashMap<>();
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String name : FLOORS.get(floor)) {
        floors.put("io.zkpersona." + name, floor);
      }
    }
    return floors;
  }
}
