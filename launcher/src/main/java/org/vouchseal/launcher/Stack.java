package org.vouchseal.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vouchseal.launcher.proxy.Nodes;

/** All parts of one machine, in the order in which they need each other. */
final class Stack {

  private final Settings settings;
  private final VarFolder var;
  private final Artefacts artefacts;
  private final Options options;
  private final Clock clock;
  private final PrintStream out;
  private final List<Nodes.Node> nodes;
  private final Addresses addresses;
  private final Optional<Conformance> conformance;
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private boolean ended;

  /**
   * What the command line asks for.
   *
   * @param nodes how many servers
   */
  record Options(boolean restart, Optional<Drill> drill, int nodes) {}

  Stack(Settings settings, Artefacts artefacts, Options options, Clock clock, PrintStream out) {
    this.settings = settings;
    this.var = new VarFolder(settings.var());
    this.artefacts = artefacts;
    this.options = options;
    this.clock = clock;
    this.out = out;
    this.conformance = Conformance.of(settings);
    this.nodes = Addresses.nodes(settings, options.nodes());
    this.addresses = new Addresses(settings, var, nodes);
  }

  /**
   * Starts everything and returns when everything answers.
   *
   * @throws Refused when it does not come up; what was started is ended by {@link #stop}
   */
  void start() {
    addresses.remove();
    for (String name : LeftOver.endAll(var)) {
      out.println("ended " + name + ", which an earlier launcher had left running");
    }
    clearTemporary();
    CeremonyChild ceremony = new CeremonyChild(settings, var);
    ceremony.requireSameAddress();
    Ports.requireFree(settings, nodes);
    Secrets secrets = new Secrets(var.secrets(), new SecureRandom());
    secrets.createMissing();
    conformance.ifPresent(wanted -> wanted.require(options));
    startBesideEachOther(ceremony, secrets);
    ServerNodes servers =
        new ServerNodes(settings, nodes, secrets, artefacts, options, addresses, clock, out);
    atEnd(servers::close);
    servers.start();
    addresses.publish();
    atEnd(addresses::remove);
  }

  /** Ends what was started, the last first. */
  void stop() {
    Deque<Runnable> todo;
    synchronized (endings) {
      ended = true;
      todo = new ArrayDeque<>(endings);
      endings.clear();
    }
    if (!todo.isEmpty()) {
      out.println("stopping");
    }
    for (Runnable ending : todo) {
      try {
        ending.run();
      } catch (RuntimeException e) {
        out.println("while ending: " + e.getMessage());
      }
    }
  }

  /** Whether it was told to end. */
  boolean isEnded() {
    synchronized (endings) {
      return ended;
    }
  }

  private void startBesideEachOther(CeremonyChild ceremony, Secrets secrets) {
    CompletableFuture<Void> database = CompletableFuture.runAsync(() -> startDatabase(secrets));
    CompletableFuture<Void> keys =
        CompletableFuture.runAsync(
            () -> {
              ceremony.perform();
              conformance.ifPresent(Conformance::perform);
            });
    CompletableFuture<Void> mail = CompletableFuture.runAsync(this::startMail);
    try {
      CompletableFuture.allOf(database, keys, mail).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void startDatabase(Secrets secrets) {
    DatabasePart database =
        new DatabasePart(settings, var, secrets, artefacts.databasePrograms(), conformance);
    Supervisor supervisor = new Supervisor(database, var, clock, options.restart(), addresses, out);
    atEnd(supervisor::stop);
    Process unused = supervisor.start();
    database.migrate();
    out.println("database is up on 127.0.0.1:" + settings.databasePort());
  }

  private void startMail() {
    MailCatcher catcher = MailCatcher.into(var, settings.mailPort(), clock);
    atEnd(catcher::close);
    catcher.start();
    out.println("mail is caught on 127.0.0.1:" + settings.mailPort() + " into " + var.mail());
  }

  private void atEnd(Runnable ending) {
    synchronized (endings) {
      if (ended) {
        throw new Refused("ended while it was starting");
      }
      endings.push(ending);
    }
  }

  /** Root folders of servers that ran before. */
  private void clearTemporary() {
    try {
      VarFolder.empty(var.temporary());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + var.temporary(), e);
    }
  }
}
