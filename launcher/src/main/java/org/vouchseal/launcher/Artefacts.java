package org.vouchseal.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build left in the checkout for us. */
public record Artefacts(Path home) {

  Path payaraMicro() {
    return present(home.resolve("launcher/target/dist/payara-micro.jar"));
  }

  Path coreWar() {
    return present(home.resolve("ca-core/server/target/ROOT.war"));
  }

  /** The core with the halt points of the drills. */
  Path drillWar() {
    return present(home.resolve("system-test/drill-war/target/ROOT.war"));
  }

  /** The core with the endpoint for outside suites. */
  Path conformanceWar() {
    return present(home.resolve("system-test/conformance-war/target/ROOT.war"));
  }

  Path apiWar() {
    return present(home.resolve("ra-portal/api/target/api.war"));
  }

  /** Where the database's programs are unpacked, once for all stacks of this checkout. */
  Path databasePrograms() {
    return home.resolve("target/mariadb");
  }

  Path demo(String name) {
    return home.resolve("launcher/demos").resolve(name + ".sh");
  }

  private static Path present(Path file) {
    if (!Files.exists(file)) {
      throw new Refused(file + " is missing; build it with ./run, or mvn -DskipTests package");
    }
    return file;
  }
}
