package org.vouchseal.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A row of a room's {@code audit_event} table. Public only because each room's persistence unit
 * must name it; written by {@link SqlAuditTrail} alone.
 */
@Entity
@Table(name = "audit_event")
@SuppressWarnings("NullAway") // filled by the trail or by JPA
public class AuditEventRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "event_id", nullable = false, updatable = false)
  String eventId;

  @Column(name = "node", nullable = false, updatable = false)
  String node;

  @Column(name = "boot", nullable = false, updatable = false)
  String boot;

  @Column(name = "node_seq", nullable = false, updatable = false)
  long nodeSequence;

  @Column(name = "at", nullable = false, updatable = false)
  Instant at;

  @Column(name = "type", nullable = false, updatable = false)
  String type;

  @Column(name = "actor", nullable = false, updatable = false)
  String actor;

  @Column(name = "object", nullable = false, updatable = false)
  String object;

  @Column(name = "detail", nullable = false, updatable = false)
  String detail;

  @Column(name = "salt", nullable = false, updatable = false)
  byte[] salt;

  protected AuditEventRow() {}
}
