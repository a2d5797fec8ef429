package org.vouchseal.issuing.jpa;

import java.util.List;
import org.vouchseal.issuing.cmp.MacFailureStore;
import org.vouchseal.persistence.Entities;

/** Failed MACs in the table {@code cmp_mac_failure}. */
public final class JpaMacFailureStore implements MacFailureStore {

  private final Entities entities;

  public JpaMacFailureStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public int count(String what, long minute) {
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT failures FROM cmp_mac_failure WHERE what = ?1 AND minute = ?2")
            .setParameter(1, what)
            .setParameter(2, minute)
            .getResultList();
    return found.isEmpty() ? 0 : ((Number) found.get(0)).intValue();
  }

  @Override
  public void add(String what, long minute) {
    int unusedRows =
        entities
            .current()
            .createNativeQuery(
                "INSERT INTO cmp_mac_failure (what, minute, failures) VALUES (?1, ?2, 1)"
                    + " ON DUPLICATE KEY UPDATE failures = failures + 1")
            .setParameter(1, what)
            .setParameter(2, minute)
            .executeUpdate();
  }

  @Override
  public int forgetBefore(long minute) {
    return entities
        .current()
        .createNativeQuery("DELETE FROM cmp_mac_failure WHERE minute < ?1")
        .setParameter(1, minute)
        .executeUpdate();
  }
}
