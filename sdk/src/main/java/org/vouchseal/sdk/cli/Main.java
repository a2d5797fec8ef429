package org.vouchseal.sdk.cli;

/** Entry point of the command {@code vouchseal}. */
public final class Main {

  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(VouchsealCommand.run(arguments, Console.ofSystem()));
  }
}
