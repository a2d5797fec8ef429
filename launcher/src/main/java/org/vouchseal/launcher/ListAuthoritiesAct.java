package org.vouchseal.launcher;

import java.util.List;
import org.vouchseal.model.directory.RegisteredAuthorities;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/** Shows who was registered. */
final class ListAuthoritiesAct implements AdminAct {

  @Override
  public String name() {
    return "ra list";
  }

  @Override
  public String usage() {
    return "ra list            show who is registered to speak CMP";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new Refused("usage: ./run admin " + usage());
    }
    RegisteredAuthorities registry = AuthorityRegistry.of(surroundings);
    List<RegistrationAuthorityEntry> all = registry.all();
    if (all.isEmpty()) {
      surroundings.out().println("no registration authority is registered to speak CMP");
    }
    all.forEach(entry -> surroundings.out().println(AuthorityRegistry.line(entry)));
    return 0;
  }
}
