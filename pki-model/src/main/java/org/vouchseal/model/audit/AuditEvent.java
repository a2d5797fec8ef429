package org.vouchseal.model.audit;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that happened, as the auditor will read it.
 *
 * @param type what happened, lower-case words joined by dots: {@code certificate.issued}
 * @param actor who caused it: {@code ra:main}, {@code signer:<serial>}, {@code system:crl}
 * @param object what it happened to: {@code certificate:<serial hex>}, {@code order:<reference>}
 * @param detail further facts by name, never a secret, never more personal data than a reference;
 *     copied and sorted by name
 */
public record AuditEvent(String type, String actor, String object, Map<String, String> detail) {

  public AuditEvent {
    require(type, "type");
    require(actor, "actor");
    require(object, "object");
    SortedMap<String, String> sorted = new TreeMap<>(detail);
    detail = java.util.Collections.unmodifiableSortedMap(sorted);
  }

  public static AuditEvent of(String type, String actor, String object) {
    return new AuditEvent(type, actor, object, Map.of());
  }

  private static void require(String value, String name) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("audit event without " + name);
    }
  }
}
