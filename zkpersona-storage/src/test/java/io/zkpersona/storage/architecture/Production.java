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

/** The compiled classes of the published modules, generated ones included. */
final class Production {

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.zkpersona.domain", "io.zkpersona.storage");

  private static final String TABLES = "io.zkpersona.storage.internal.tables";

  private Production() {}

  /** A class's package; the generated tables, which the generator spreads over two, are one. */
  static String packageOf(JavaClass type) {
    return isGenerated(type) ? TABLES : type.getPackageName();
  }

  /** Whether a class is one of the generated tables'. */
  static boolean isGenerated(JavaClass type) {
    return type.getPackageName().startsWith(TABLES);
  }

  /** Whether a class is one of ours. */
  static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("io.zkpersona.domain")
        || type.getPackageName().startsWith("io.zkpersona.storage");
  }

  /** What the modules show to others. */
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
