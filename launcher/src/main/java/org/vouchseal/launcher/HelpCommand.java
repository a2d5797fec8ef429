package org.vouchseal.launcher;

import java.io.PrintStream;
import java.util.List;

/** Says what {@code ./run} understands. */
final class HelpCommand implements Subcommand {

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String usage() {
    return "help               this text";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    print(surroundings.out());
    return 0;
  }

  static void print(PrintStream out) {
    out.println("usage: ./run [--nodes N] [--no-restart] [--drill NAME[:n]]");
    out.println("                             start the stack, N servers (1); Ctrl-C ends it");
    out.println("       ./run SUBCOMMAND");
    for (Subcommand command : Subcommands.ALL) {
      out.println("         " + command.usage());
    }
    out.println(
        "         bench [whole]      measure the ratios of performance, with a stack of its own");
    out.println("environment (default):");
    out.println("  VOUCHSEAL_VAR (./var)  VOUCHSEAL_HTTP_PORT (8080)  VOUCHSEAL_DB_PORT (13306)");
    out.println("  VOUCHSEAL_SMTP_PORT (2525)  VOUCHSEAL_PUBLIC_URL (http://localhost:HTTP_PORT)");
    out.println("  VOUCHSEAL_CRYPTO auto|accp|fallback (auto)  VOUCHSEAL_CABF_POLICY (false)");
    out.println("  VOUCHSEAL_PROOF_REUSE (P30D; shorter to try renewals)");
    out.println("  VOUCHSEAL_MAIL_FROM (vouchseal@localhost.localdomain)");
    out.println("  VOUCHSEAL_JAVA_OPTIONS (-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)");
    out.println("  VOUCHSEAL_DB_BUFFER_MEGABYTES (64): memory in which the database keeps pages");
    out.println("  VOUCHSEAL_TRUSTED_PROXIES (127.0.0.0/8,::1/128)");
    out.println("  VOUCHSEAL_CRL_SHARDS (1): among how many lists new certificates are spread");
    out.println("  VOUCHSEAL_NODE_PORT (HTTP_PORT + 2000): of the first of several servers");
    out.println("  VOUCHSEAL_BLOCKED_KEYS (none; a file, docs/runbooks/blocked-keys.md)");
    out.println(
        "  VOUCHSEAL_RA_ENCRYPTION_CLIENT (false): order encryption keys made by clients, too");
    out.println(
        "  VOUCHSEAL_CONFORMANCE_SECRET_FILE (none), VOUCHSEAL_CONFORMANCE_WAIT_SECONDS (5):");
    out.println("    a second CA that nobody may trust, for suites of others; docs/conformance.md");
  }
}
