package org.vouchseal.persistence;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Opens a room's persistence unit without an application server. */
public final class LocalPersistence {

  private LocalPersistence() {}

  /**
   * The unit over a data source, with resource-local transactions; the caller closes it.
   *
   * @param unit name of the persistence unit: {@code validation}
   */
  public static EntityManagerFactory open(String unit, DataSource dataSource) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
    settings.put("jakarta.persistence.jtaDataSource", "");
    settings.put("jakarta.persistence.nonJtaDataSource", dataSource);
    settings.put("eclipselink.session-name", unit + "-" + System.identityHashCode(dataSource));
    settings.put("eclipselink.logging.level", "WARNING");
    return Persistence.createEntityManagerFactory(unit, settings);
  }
}
