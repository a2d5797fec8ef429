package org.vouchseal.launcher;

import java.util.List;

/** Something that {@code ./run NAME} does beside starting the stack. */
public interface Subcommand {

  /** The word on the command line. */
  String name();

  /** One line for {@code ./run help}: arguments and purpose. */
  String usage();

  /**
   * Does it.
   *
   * @param arguments what follows the name
   * @return exit status: 0 done, 1 failed, 2 wrong arguments
   * @throws Refused when it cannot be done; the message is shown and the status is 1
   */
  int run(Surroundings surroundings, List<String> arguments);
}
