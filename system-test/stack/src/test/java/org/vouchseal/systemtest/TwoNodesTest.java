package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two servers over one database behind the proxy of {@code ./run --nodes 2}. */
@Tag("stack")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesTest {

  private static final int CLIENTS = 16;
  private static final int APPLICANTS = 6 * CLIENTS;
  private static final String STATEMENT_OF_XA = "^[[:space:]]*XA[[:space:]]";

  @TempDir private Path folder;
  private static TwoNodes two;

  @BeforeAll
  static void start() {
    two = TwoNodes.started("two-nodes-var");
  }

  @AfterAll
  static void stop() {
    two.close();
  }

  @Test
  @Order(1)
  void addressFile_namesBothProcessesAndTheirAddresses() {
    List<Stack.Node> nodes = two.stack().nodes();
    assertThat(nodes).extracting(Stack.Node::name).containsExactly("n1", "n2");
    assertThat(two.stack().isReady()).isTrue();
    for (Stack.Node node : nodes) {
      assertThat(ProcessHandle.of(node.pid())).isPresent();
      assertThat(RawHttp.get(node.port(), "/health").status()).isEqualTo(200);
      assertThat(two.stack().var().resolve("log/" + node.name() + ".log")).isNotEmptyFile();
    }
    assertThat(nodes.get(0).pid()).isNotEqualTo(nodes.get(1).pid());
  }

  @Test
  @Order(2)
  void stack_listensOnThePortsOfProxyNodesDatabaseAndMailAndNowhereElse() {
    Stack stack = two.stack();
    assertThat(Processes.of(stack).listening())
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.of(
                    URI.create(stack.publicUrl()).getPort(),
                    two.node(0).port(),
                    two.node(1).port(),
                    URI.create(stack.addresses().getString("mariadb").substring(5)).getPort(),
                    URI.create(stack.addresses().getString("smtp")).getPort())
                .map(port -> "tcp 127.0.0.1:" + port)
                .toList());
  }

  @Test
  @Order(3)
  void privateAddresses_areAnsweredByNodesAndNotByTheProxy() {
    int proxy = URI.create(two.stack().publicUrl()).getPort();
    for (String path :
        new String[] {
          "/health",
          "/metrics",
          "/registrar/v1/revocations",
          "/api//../metrics",
          "/ocsp/%2f../health",
          "/api/v1/..;/../health"
        }) {
      assertThat(RawHttp.get(proxy, path).status()).as(path).isEqualTo(404);
    }
    assertThat(RawHttp.get(proxy, "/api/v1/%zz").status()).isEqualTo(400);
    assertThat(RawHttp.send(two.node(1).port(), "POST", "/registrar/v1/revocations", "{}").status())
        .isEqualTo(400);
  }

  @Test
  @Order(4)
  void opensslOverBothNodes_enrolsWithoutAWordOfXa() {
    StackDatabase database = two.database();
    database.rows("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON");
    Applicant.Granted granted = new Applicant(two.stack()).provesFreshMailbox();
    OpensslCmp openssl = new OpensslCmp(two.stack(), folder);
    openssl.trust(granted);
    openssl.key("k.pem");
    openssl
        .underSecret(
            granted,
            "signing",
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "k.pem",
            "-certout",
            "c.pem")
        .mustSucceed();
    Journey.Sight sight = new Journey.Sight();
    new Journey(two.stack(), new Applicant(two.stack()).provesFreshMailbox(), sight).run();
    database.rows("SET GLOBAL general_log = OFF");
    String log = "FROM mysql.general_log WHERE user_host LIKE '%_app[%' AND argument REGEXP '";
    assertThat(database.number("SELECT COUNT(*) " + log + "^COMMIT'")).isGreaterThan(10);
    assertThat(database.rows("SELECT argument " + log + STATEMENT_OF_XA + "'")).isEmpty();
    // both took part: the ir of one transaction and its certConf went to different nodes
    assertThat(database.rows("SELECT DISTINCT node FROM issuing.audit_event"))
        .containsExactlyInAnyOrder("n1", "n2");
  }

  @Test
  @Order(5)
  void oneNodeAtATime_doesWhatALeaseIsFor() {
    for (String schema : new String[] {"issuing", "keyservice", "status"}) {
      assertThat(two.database().rows("SELECT name, COUNT(*) FROM " + schema + ".lease GROUP BY 1"))
          .as("leases of " + schema)
          .isNotEmpty()
          .allMatch(row -> row.endsWith("\t1"));
    }
    assertThat(
            two.database()
                .rows("SELECT issuer, COUNT(*) FROM status.responder_certificate GROUP BY 1"))
        .as("responders, certified once each")
        .containsExactlyInAnyOrder("smime\t1", "trust\t1");
    assertThat(
            two.database()
                .rows(
                    "SELECT issuer, fence, COUNT(*) FROM issuing.crl WHERE fence > 1 GROUP BY 1, 2"))
        .as("lists of a second holder, while the first was never away")
        .isEmpty();
  }

  @Test
  @Order(6)
  void revocation_showsAtBothNodesWithinFiveSecondsThoughBothHadAnswersInStore() {
    Journey journey =
        new Journey(
            two.stack(), new Applicant(two.stack()).provesFreshMailbox(), new Journey.Sight());
    List<Integer> ports = two.stack().nodes().stream().map(Stack.Node::port).toList();
    OcspOfNode question = new OcspOfNode(OcspOfNode.issuer(ports.get(0)), journey.sign());
    assertThat(ports).hasSize(2).noneMatch(question::isRevoked);

    journey.revoke();

    // never left alone, so that an answer which lives as long as it is asked for would show
    TwoNodes.await(
        "revoked at both nodes",
        Duration.ofSeconds(5),
        () -> ports.stream().filter(question::isRevoked).count() == 2);
  }

  @Test
  @Order(7)
  void killedNodes_loseAndDoubleNothing() throws Exception {
    Journey.Sight sight = new Journey.Sight();
    long before = two.issued();
    try (Crowd crowd = new Crowd(CLIENTS)) {
      Queue<Applicant.Granted> waiting = crowd.proved(two.stack(), APPLICANTS);
      List<Future<?>> journeys = two.depart(crowd, waiting, sight);
      Applicant.sleep(Duration.ofMillis(1500));
      long first = two.node(0).pid();
      TwoNodes.kill(first);
      TwoNodes.await(
          "n1 again",
          Duration.ofMinutes(2),
          () -> two.node(0).pid() != 0 && two.node(0).pid() != first);
      TwoNodes.kill(two.node(1).pid());
      Crowd.ended(journeys, Duration.ofMinutes(4));
    }
    assertThat(sight.received()).hasSize(APPLICANTS + CLIENTS);
    assertThat(sight.repeated()).as("messages that a kill interrupted").isPositive();
    two.mustBeSound(sight, before);
  }

  @Test
  @Order(8)
  void stop_endsBothNodesAndTheFile() {
    List<Stack.Node> nodes = two.stack().nodes();
    assertThat(two.own().run("stop").status()).isZero();
    assertThat(nodes).allMatch(node -> ProcessHandle.of(node.pid()).isEmpty());
    assertThat(two.stack().var().resolve("run/addresses.json")).doesNotExist();
  }

  @Test
  @Order(9)
  void partThatCannotStart_isNoticedAtOnceAndNamed() throws IOException {
    Path secret = two.stack().var().resolve("secrets/ra-token");
    Files.writeString(secret, "another-secret-another-secret-another-secret");
    long begun = System.nanoTime();
    Commands.Ended ended = two.own().run("--nodes", "2");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output())
        .contains("a part of the server could not start", "/api/v1/ready", "ra.p12 does not open");
    // not after the five minutes that a slow start may take
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(150));
    assertThat(two.stack().var().resolve("run")).isDirectoryNotContaining("glob:**.pid");
  }
}
