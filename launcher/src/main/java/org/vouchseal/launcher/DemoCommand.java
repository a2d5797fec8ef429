package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a demonstration against the running stack: {@code launcher/demos/NAME.sh}. */
final class DemoCommand implements Subcommand {

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String usage() {
    return "demo NAME          show a job step by step against the running stack (v1, cmp)";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    if (arguments.size() != 1 || !arguments.get(0).matches("[a-z0-9][a-z0-9-]*")) {
      surroundings.err().println("usage: ./run demo NAME");
      return 2;
    }
    Path script = surroundings.artefacts().demo(arguments.get(0));
    if (!Files.exists(script)) {
      throw new Refused("there is no demo '" + arguments.get(0) + "' (" + script + ")");
    }
    if (!Files.exists(surroundings.var().addresses())) {
      throw new Refused(
          "no stack runs for " + surroundings.settings().var() + "; start it with ./run");
    }
    return run(surroundings, script);
  }

  private static int run(Surroundings surroundings, Path script) {
    Settings settings = surroundings.settings();
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).inheritIO();
    builder.environment().put(Settings.VAR, settings.var().toString());
    builder.environment().put(Settings.PUBLIC_URL, settings.publicUrl());
    builder.environment().put("VOUCHSEAL_URL", settings.publicUrl());
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }
}
