package org.vouchseal.launcher;

import java.io.PrintStream;
import java.time.Clock;

/** What a subcommand works with. */
public record Surroundings(
    Settings settings, Artefacts artefacts, Clock clock, PrintStream out, PrintStream err) {

  public VarFolder var() {
    return new VarFolder(settings.var());
  }
}
