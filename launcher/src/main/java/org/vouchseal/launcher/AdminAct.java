package org.vouchseal.launcher;

import java.util.List;

/** One act of {@link AdminCommand}. */
interface AdminAct {

  /** Its two words, separated by a blank. */
  String name();

  /** Its line in the usage, beginning with its name. */
  String usage();

  /** Does it; as {@link Subcommand#run}, with what follows the two words. */
  int run(Surroundings surroundings, List<String> arguments);
}
