package io.zkpersona.spring.internal;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** Finds the application's DataSource. */
public final class DataSources {

  private static final String NAME = "zkpersona.datasource.name";

  private DataSources() {}

  /**
   * Returns the DataSource of a name, or else the only or primary one.
   *
   * @throws ConfigurationException if there is none, or if it is not clear which one
   */
  public static DataSource find(ListableBeanFactory beans, @Nullable String name) {
    if (name == null) {
      DataSource unique = beans.getBeanProvider(DataSource.class).getIfUnique();
      if (unique != null) {
        return unique;
      }
    }
    List<String> names = List.of(beans.getBeanNamesForType(DataSource.class));
    if (name != null && names.contains(name)) {
      return beans.getBean(name, DataSource.class);
    }
    if (names.isEmpty()) {
      throw new ConfigurationException(
          "spring.datasource.url",
          "the application has no DataSource (expected: this property, a DataSource bean, or"
              + " zkpersona.datasource.url for a pool of the library's own)");
    }
    throw new ConfigurationException(
        NAME,
        (name == null ? "not set, and no DataSource is primary" : "no DataSource has this name")
            + " (expected: one of "
            + String.join(", ", names)
            + ")");
  }
}
