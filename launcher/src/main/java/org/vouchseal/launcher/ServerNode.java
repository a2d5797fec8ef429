package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One Payara Micro with every WAR, bound to 127.0.0.1. */
final class ServerNode implements Part {

  private static final Duration READY_LIMIT = Duration.ofSeconds(300);
  private static final long STOP_SECONDS = 30;
  private static final int LINES_SHOWN = 25;

  /**
   * Binds to loopback, for which there is no option; cuts bodies that trickle in; ends Hazelcast,
   * which listens on every address even when it is told not to cluster (docs/traps.md).
   */
  static final String BOOT_COMMANDS =
      String.join(
          "\n",
          "set configs.config.server-config.network-config.network-listeners.network-listener"
              + ".http-listener.address=127.0.0.1",
          "set configs.config.server-config.network-config.protocols.protocol.http-listener.http"
              + ".request-timeout-seconds=10",
          "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false",
          "");

  private final String name;
  private final Settings settings;
  private final VarFolder var;
  private final Secrets secrets;
  private final Artefacts artefacts;
  private final Optional<Drill> drill;
  private final Optional<Conformance> conformance;
  private final Readiness readiness;
  private @Nullable Process process;
  private boolean stopping;

  /**
   * A node.
   *
   * @param name its name in audit rows, leases, files and logs
   * @param settings with its own port
   */
  ServerNode(
      String name,
      Settings settings,
      VarFolder var,
      Secrets secrets,
      Artefacts artefacts,
      Optional<Drill> drill) {
    this.name = name;
    this.settings = settings;
    this.var = var;
    this.secrets = secrets;
    this.artefacts = artefacts;
    this.drill = drill;
    this.conformance = Conformance.of(settings);
    this.readiness = new Readiness(settings.localUrl());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Process start() {
    try {
      StartLog log = StartLog.beginning(var.log(name));
      Process started = launch();
      awaitReady(started, log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the server", e);
    }
  }

  @Override
  public void stop() {
    Process ending;
    synchronized (this) {
      stopping = true;
      ending = process;
    }
    if (ending != null) {
      end(ending);
    }
  }

  private synchronized Process launch() throws IOException {
    if (stopping) {
      throw new IllegalStateException("the stack is ending");
    }
    Path temporary = var.temporary(name);
    VarFolder.empty(temporary);
    // a used root folder would deploy its old WAR first (docs/traps.md)
    Path root = Files.createDirectory(temporary.resolve("payara"));
    Path boot = temporary.resolve("payara.boot");
    Files.writeString(boot, BOOT_COMMANDS);
    ProcessBuilder builder = Jvm.child(command(root, boot), var.log(name()));
    builder.environment().putAll(NodeEnvironment.of(settings, var, secrets, name()));
    conformance.map(Conformance::environment).ifPresent(builder.environment()::putAll);
    drill.ifPresent(
        wanted -> {
          builder.environment().put("VOUCHSEAL_DRILL", wanted.point());
          builder
              .environment()
              .put("VOUCHSEAL_DRILL_MARK", var.run().resolve("drill.mark").toString());
        });
    Process started = builder.start();
    process = started;
    VarFolder.writeWhole(var.pidFile(name()), started.pid() + "\n");
    return started;
  }

  private List<String> command(Path root, Path boot) {
    List<String> command = new ArrayList<>(List.of(Jvm.program()));
    command.addAll(settings.javaOptions());
    command.addAll(server(root, boot));
    return command;
  }

  private List<String> server(Path root, Path boot) {
    return List.of(
        "-Djava.io.tmpdir=" + var.temporary(name),
        "-Duser.timezone=UTC",
        "-jar",
        artefacts.payaraMicro().toString(),
        "--nocluster",
        "--disablephonehome",
        "--port",
        Integer.toString(settings.httpPort()),
        "--rootdir",
        root.toString(),
        "--prebootcommandfile",
        boot.toString(),
        "--deploy",
        core().toString(),
        "--deploy",
        artefacts.apiWar().toString());
  }

  private Path core() {
    if (conformance.isPresent()) {
      return artefacts.conformanceWar();
    }
    return drill.isPresent() ? artefacts.drillWar() : artefacts.coreWar();
  }

  private void awaitReady(Process started, StartLog log) {
    long limit = System.nanoTime() + READY_LIMIT.toNanos();
    while (true) {
      List<String> silent = readiness.silent();
      if (silent.isEmpty()) {
        return;
      }
      if (!started.isAlive()) {
        throw new Refused(
            "the server ended with " + started.exitValue() + " before it was ready:\n" + tail());
      }
      // a server that is through with its deployments and knows no such address never will
      if (log.isThrough() && silent.stream().anyMatch(readiness::isMissing)) {
        end(started);
        throw notDeployed(silent, log);
      }
      if (System.nanoTime() > limit) {
        end(started);
        throw tooLate(silent);
      }
      pause();
    }
  }

  private Refused notDeployed(List<String> silent, StartLog log) {
    List<String> causes = log.causes();
    return new Refused(
        "a part of the server could not start, so that it does not know "
            + String.join(", ", silent)
            + "; "
            + var.log(name())
            + (causes.isEmpty() ? " ends with\n" + tail() : " says\n" + String.join("\n", causes)));
  }

  private Refused tooLate(List<String> silent) {
    return new Refused(
        "after "
            + READY_LIMIT.toSeconds()
            + " s there was no good answer from "
            + String.join(", ", silent)
            + "; "
            + var.log(name())
            + " ends with\n"
            + tail());
  }

  private String tail() {
    return LogTail.of(var.log(name()), LINES_SHOWN);
  }

  private static void end(Process ending) {
    try {
      ending.destroy();
      if (!ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending.destroyForcibly();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted while the server started");
    }
  }
}
