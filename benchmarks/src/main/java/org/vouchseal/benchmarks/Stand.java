package org.vouchseal.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stack that is measured, by its var folder.
 *
 * @param var its folder
 * @param port of the server
 * @param databasePort of MariaDB
 * @param serverPid process of the server
 * @param databasePid process of MariaDB
 */
record Stand(Path var, int port, int databasePort, long serverPid, long databasePid) {

  static Stand of(Path var) {
    try {
      String addresses = Files.readString(var.resolve("run/addresses.json"));
      return new Stand(
          var,
          number(addresses, "\"publicUrl\"\\s*:\\s*\"http://[^:]+:(\\d+)"),
          number(addresses, "\"mariadb\"\\s*:\\s*\"[^\"]*?:(\\d+)[/\"]"),
          pid(var, "n1"),
          pid(var, "mariadb"));
    } catch (IOException e) {
      throw new UncheckedIOException("no stack runs for " + var, e);
    }
  }

  private static int number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("addresses.json holds nothing like " + pattern);
    }
    return Integer.parseInt(found.group(1));
  }

  private static long pid(Path var, String name) throws IOException {
    return Long.parseLong(Files.readString(var.resolve("run/" + name + ".pid")).strip());
  }

  String databaseUrl(String room) {
    return "jdbc:mariadb://127.0.0.1:" + databasePort + "/" + room;
  }

  String password(String account) {
    try {
      return Files.readString(
              var.resolve("secrets/db-" + account.replace('_', '-')), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
