package org.vouchseal.launcher;

import java.nio.file.Files;
import java.util.List;
import org.vouchseal.model.directory.PkiDirectory;

/**
 * Renews the root's revocation list, which ends after a year and which no server can sign; with an
 * authority revoked when its operator says so. A running server gives out the new list at once.
 */
final class RenewRootCrlAct implements AdminAct {

  @Override
  public String name() {
    return "root-crl renew";
  }

  @Override
  public String usage() {
    return "root-crl renew [--revoke smime|trust --reason cACompromise]   the root's list anew";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    boolean revoking =
        arguments.size() == 4
            && arguments.get(0).equals("--revoke")
            && arguments.get(2).equals("--reason");
    if (!arguments.isEmpty() && !revoking) {
      throw new Refused("usage: ./run admin " + usage());
    }
    VarFolder var = surroundings.var();
    if (!Files.exists(var.pki().resolve(PkiDirectory.INDEX))) {
      throw new Refused("no stack was ever started in " + var.root() + "; start it with ./run");
    }
    CeremonyChild ceremony = new CeremonyChild(surroundings.settings(), var);
    surroundings.out().println(ceremony.renewRootCrl(arguments));
    surroundings.out().println("a running server gives it out at once");
    return 0;
  }
}
