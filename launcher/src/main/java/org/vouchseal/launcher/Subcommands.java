package org.vouchseal.launcher;

import java.util.List;
import java.util.Optional;

/** Every subcommand there is; a new one is a line here. */
final class Subcommands {

  static final List<Subcommand> ALL =
      List.of(
          new StopCommand(),
          new DemoCommand(),
          new CheckInvariantsCommand(),
          new AdminCommand(),
          new HelpCommand());

  private Subcommands() {}

  static Optional<Subcommand> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }
}
