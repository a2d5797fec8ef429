package org.vouchseal.arquillian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vouchseal.assembly.CaRooms;

/** ROOT.war on the server. */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class CertificateAuthorityDeployedTest {

  @Inject private CaRooms rooms;
  @Inject private CaDatabases databases;
  @ArquillianResource private URL base;

  @Deployment
  static WebArchive war() {
    return Wars.with("ROOT.war", Room.class, CaDatabases.class);
  }

  @Test
  void rooms_areMadeAndGiven() {
    assertThat(rooms.issuing()).isNotNull();
    assertThat(rooms.keyService()).isNotNull();
    assertThat(rooms.status()).isNotNull();
  }

  @Test
  void everyDataSource_connectsAsItsOwnAccount() {
    assertThat(databases.issuing().account()).isEqualTo("issuing_app");
    assertThat(databases.keyService().account()).isEqualTo("keyservice_app");
    assertThat(databases.status().account()).isEqualTo("status_app");
  }

  @Test
  @RunAsClient
  void health_namesTheJobs() throws Exception {
    HttpRequest asking = HttpRequest.newBuilder(base.toURI().resolve("/health")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(asking, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .containsPattern("\\{[^{}]*\"ca-jobs\"[^{}]*\"UP\"|\"UP\"[^{}]*\"ca-jobs\"");
  }

  @Test
  void workThatEnds_isCommitted() {
    for (Room room : rooms3()) {
      room.transactions().run(() -> room.write("committed"));
      assertThat(room.holds("committed")).isTrue();
    }
    assertThat(databases.transactionRuns()).isFalse();
  }

  @Test
  void workThatThrows_isRolledBack() {
    for (Room room : rooms3()) {
      assertThatThrownBy(() -> room.transactions().run(() -> writeAndThrow(room)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(room.holds("thrown")).isFalse();
    }
    assertThat(databases.transactionRuns()).isFalse();
  }

  @Test
  void workThatDiesOfAnError_isRolledBackAndLeavesNoTransaction() {
    Room room = databases.issuing();
    assertThatThrownBy(
            () ->
                room.transactions()
                    .run(
                        () -> {
                          room.write("died");
                          throw new StackOverflowError();
                        }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(room.holds("died")).isFalse();
    assertThat(databases.transactionRuns()).isFalse();
  }

  @Test
  void transactionInATransaction_isRefusedAndNeitherCommits() {
    mustRefuse(databases.issuing(), databases.keyService());
    mustRefuse(databases.keyService(), databases.issuing());
  }

  private static void mustRefuse(Room outer, Room inner) {
    assertThatThrownBy(
            () ->
                outer
                    .transactions()
                    .run(
                        () -> {
                          outer.write("nested");
                          inner.transactions().run(() -> inner.write("nested"));
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one never spans rooms");
    assertThat(outer.holds("nested")).isFalse();
    assertThat(inner.holds("nested")).isFalse();
  }

  @Test
  void storeOutsideATransaction_isRefused() {
    for (Room room : rooms3()) {
      assertThatThrownBy(() -> room.running().connection())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("outside a transaction");
    }
  }

  @Test
  @RunAsClient
  void doors_answer() throws Exception {
    assertThat(get("pki/root.cer").headers().firstValue("Content-Type"))
        .contains("application/pkix-cert");
    assertThat(get("pki/cps").statusCode()).isEqualTo(200);
    // no request, which is told in OCSP's own words
    assertThat(get("ocsp").headers().firstValue("Content-Type"))
        .contains("application/ocsp-response");
    assertThat(get(".well-known/cmp").statusCode()).isEqualTo(405);
    // it answers its own machine only, and the container may have given an address of the network
    URI registrar =
        URI.create("http://127.0.0.1:" + URI.create(base.toString()).getPort() + "/registrar/v1/");
    assertThat(get(registrar.resolve("orders/none")).statusCode()).isEqualTo(401);
  }

  /** From the deployment on, jobs and tests write in every room. */
  @Test
  @RunAsClient
  void noTransaction_isDistributed() throws Exception {
    for (String account : List.of("issuing_app", "keyservice_app", "status_app")) {
      assertThat(GeneralLog.awaited(account, "^INSERT INTO ")).as(account).isNotEmpty();
      assertThat(GeneralLog.of(account, "(^|[^a-z])XA ")).as(account).isEmpty();
      assertThat(GeneralLog.awaited(account, "^COMMIT")).as(account).isNotEmpty();
    }
  }

  private List<Room> rooms3() {
    return Stream.of(databases.issuing(), databases.keyService(), databases.status()).toList();
  }

  private static void writeAndThrow(Room room) {
    room.write("thrown");
    throw new IllegalArgumentException("the work gives up");
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return get(URI.create(base + path));
  }

  private static HttpResponse<byte[]> get(URI address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
