package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * The file by which others find the stack. It is there once everything answered first, and gone
 * when the stack ends; in between {@code ready} is false while a part is down.
 */
final class Addresses {

  private final Settings settings;
  private final VarFolder var;

  Addresses(Settings settings, VarFolder var) {
    this.settings = settings;
    this.var = var;
  }

  /**
   * Writes it by rename.
   *
   * @param pid of the node, empty while it is down
   */
  void write(String node, OptionalLong pid) {
    VarFolder.writeWhole(var.addresses(), json(node, pid));
  }

  /** Removes it; no effect when it is not there. */
  void remove() {
    try {
      Files.deleteIfExists(var.addresses());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + var.addresses(), e);
    }
  }

  String json(String node, OptionalLong pid) {
    StringJoiner members = new StringJoiner(",\n  ", "{\n  ", "\n}\n");
    members.add("\"publicUrl\": " + text(settings.publicUrl()));
    members.add("\"cmp\": " + text(settings.publicUrl() + "/.well-known/cmp"));
    members.add("\"api\": " + text(settings.publicUrl() + "/api/v1"));
    members.add("\"portal\": null");
    members.add("\"keycloak\": null");
    members.add("\"smtp\": " + text("smtp://127.0.0.1:" + settings.mailPort()));
    members.add("\"mariadb\": " + text(DatabasePart.url(settings, "")));
    members.add(
        "\"nodes\": [{\"name\": "
            + text(node)
            + ", \"url\": "
            + text(settings.localUrl())
            + ", \"pid\": "
            + (pid.isPresent() ? Long.toString(pid.getAsLong()) : "null")
            + "}]");
    members.add("\"ready\": " + pid.isPresent());
    return members.toString();
  }

  /** Addresses were checked to hold nothing that JSON would escape but these two. */
  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
