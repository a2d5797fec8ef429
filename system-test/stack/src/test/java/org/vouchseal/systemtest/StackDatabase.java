package org.vouchseal.systemtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The database of a stack, asked by MariaDB's own client as its administrator. */
final class StackDatabase {

  private final Path client;
  private final Commands commands;

  StackDatabase(Stack stack) {
    this.client =
        Path.of(System.getProperty("vouchseal.home"), "target/mariadb/server/bin/mariadb");
    // a whole path may be too long for a socket address
    this.commands = new Commands(stack.var().resolve("db/data"), stack.var().resolve("log"));
  }

  /** The rows, their columns with tabs between. */
  List<String> rows(String sql) {
    List<String> command =
        new ArrayList<>(
            List.of(client.toString(), "--no-defaults", "--skip-ssl", "--socket=mariadb.sock"));
    command.addAll(List.of("--user=root", "--batch", "--skip-column-names", "--execute=" + sql));
    return commands.run(Map.of(), command).mustSucceed().output().lines().toList();
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).get(0));
  }
}
