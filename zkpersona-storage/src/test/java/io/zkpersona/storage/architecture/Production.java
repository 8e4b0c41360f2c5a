package io.zkpersona.storage.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.DatabaseManager;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled classes of the published modules, including generated ones. */
final class Production {

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.zkpersona.domain", "io.zkpersona.storage");

  private static final String TABLES = "io.zkpersona.storage.internal.tables";

  private Production() {}

  /** Returns a class's package; the two packages of generated tables count as one. */
  static String packageOf(JavaClass type) {
    return isGenerated(type) ? TABLES : type.getPackageName();
  }

  /** Tells whether a class belongs to the generated tables. */
  static boolean isGenerated(JavaClass type) {
    return type.getPackageName().startsWith(TABLES);
  }

  /** Tells whether a class belongs to this project. */
  static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("io.zkpersona.domain")
        || type.getPackageName().startsWith("io.zkpersona.storage");
  }

  /** Returns the packages that the modules export to everyone. */
  static Set<String> exportedPackages() {
    return Stream.of(ZkPersonaException.class, DatabaseManager.class)
        .map(Production::descriptor)
        .flatMap(module -> module.exports().stream())
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }

  private static ModuleDescriptor descriptor(Class<?> member) {
    try {
      Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
      return ModuleFinder.of(place).findAll().iterator().next().descriptor();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
