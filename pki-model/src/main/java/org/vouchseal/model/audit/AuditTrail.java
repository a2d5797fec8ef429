package org.vouchseal.model.audit;

/**
 * Where a room writes its audit events.
 *
 * <p>{@link #append} must be called inside the transaction of the state change that the event tells
 * of; it throws when there is none, and a failure undoes the change with it (fail closed).
 */
@FunctionalInterface
public interface AuditTrail {
  void append(AuditEvent event);
}
