package org.vouchseal.launcher;

import java.util.List;
import java.util.Optional;

/** Acts of the operator, each named by two words: {@code ./run admin THING ACT …}. */
final class AdminCommand implements Subcommand {

  private static final List<AdminAct> ACTS =
      List.of(
          new RegisterAuthorityAct(),
          new RemoveAuthorityAct(),
          new ListAuthoritiesAct(),
          new RenewRootCrlAct());

  @Override
  public String name() {
    return "admin";
  }

  @Override
  public String usage() {
    StringBuilder text = new StringBuilder("admin THING ACT    acts of the operator:");
    for (AdminAct act : ACTS) {
      text.append("\n           admin ").append(act.usage());
    }
    return text.toString();
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    Optional<AdminAct> act =
        arguments.size() < 2
            ? Optional.empty()
            : ACTS.stream()
                .filter(a -> a.name().equals(arguments.get(0) + " " + arguments.get(1)))
                .findFirst();
    if (act.isEmpty()) {
      surroundings.err().println("usage: ./run " + usage());
      return 2;
    }
    return act.get().run(surroundings, arguments.subList(2, arguments.size()));
  }
}
