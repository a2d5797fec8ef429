package org.vouchseal.launcher;

import java.util.List;

/** Takes a registration authority out; nothing is issued under its orders any more. */
final class RemoveAuthorityAct implements AdminAct {

  @Override
  public String name() {
    return "ra remove";
  }

  @Override
  public String usage() {
    return "ra remove NAME     nothing more is issued under its orders; certificates stay valid";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    if (arguments.size() != 1) {
      throw new Refused("usage: ./run admin " + usage());
    }
    String name = arguments.get(0);
    if (!AuthorityRegistry.of(surroundings).remove(name)) {
      throw new Refused("no registration authority called " + name + " was registered");
    }
    surroundings.out().println("removed " + name + "; a running server follows within 10 seconds");
    return 0;
  }
}
