package org.vouchseal.persistence;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Writes audit events into the {@code audit_event} table of one room, in the running transaction.
 *
 * <p>Each row carries node, boot and a number that rises within the boot and is never used twice;
 * an undone transaction leaves a gap. Detail is canonical JSON: names sorted, no white space, text
 * escaped as RFC 8785 says.
 */
public final class SqlAuditTrail implements AuditTrail {

  private static final int SALT_OCTETS = 16;
  private static final String INSERT =
      "INSERT INTO audit_event (event_id, node, boot, node_seq, at, type, actor, object, detail,"
          + " salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final SqlStatements statements;
  private final Clock clock;
  private final SecureRandom random;
  private final String node;
  private final String boot;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * A trail for one room on one node.
   *
   * @param node name of this node, at most 64 characters
   */
  public SqlAuditTrail(RunningConnection running, Clock clock, SecureRandom random, String node) {
    this.statements = new SqlStatements(running);
    this.clock = clock;
    this.random = random;
    this.node = node;
    this.boot = uuid().toString();
  }

  @Override
  public void append(AuditEvent event) {
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    statements.updateLater(
        INSERT,
        uuid().toString(),
        node,
        boot,
        sequence.incrementAndGet(),
        clock.instant(),
        event.type(),
        event.actor(),
        event.object(),
        json(event.detail()),
        salt);
  }

  private UUID uuid() {
    byte[] octets = new byte[16];
    random.nextBytes(octets);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = (high << 8) | (octets[i] & 0xff);
      low = (low << 8) | (octets[i + 8] & 0xff);
    }
    return new UUID((high & ~0xf000L) | 0x4000L, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
  }

  private static String json(Map<String, String> detail) {
    StringBuilder text = new StringBuilder("{");
    detail.forEach(
        (name, value) -> {
          if (text.length() > 1) {
            text.append(',');
          }
          quote(text, name);
          text.append(':');
          quote(text, value);
        });
    return text.append('}').toString();
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c < 0x20) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
