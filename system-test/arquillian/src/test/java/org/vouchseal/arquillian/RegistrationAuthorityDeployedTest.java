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
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vouchseal.validation.boot.ValidationRoom;

/** api.war on the server. */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class RegistrationAuthorityDeployedTest {

  @Inject private ValidationRoom room;
  @Inject private RaDatabase database;
  @ArquillianResource private URL base;

  @Deployment
  static WebArchive war() {
    return Wars.with("api.war", Room.class, RaDatabase.class);
  }

  @Test
  void room_isMadeAndGiven() {
    assertThat(room).isNotNull();
    room.checkReady();
  }

  @Test
  void placeholders_areResolved() {
    assertThat(database.validation().account()).isEqualTo("validation_app");
    assertThat(database.mailPort()).isEqualTo("9");
  }

  @Test
  @RunAsClient
  void health_namesTheJobs() throws Exception {
    HttpRequest asking = HttpRequest.newBuilder(base.toURI().resolve("/health")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(asking, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .containsPattern("\\{[^{}]*\"ra-jobs\"[^{}]*\"UP\"|\"UP\"[^{}]*\"ra-jobs\"");
  }

  @Test
  void workThatEnds_isCommitted() {
    Room validation = database.validation();
    validation.transactions().run(() -> validation.write("committed"));
    assertThat(validation.holds("committed")).isTrue();
  }

  @Test
  void workThatThrows_isRolledBack() {
    Room validation = database.validation();
    assertThatThrownBy(() -> validation.transactions().run(() -> writeAndThrow(validation)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(validation.holds("thrown")).isFalse();
  }

  @Test
  @RunAsClient
  void readiness_isAnswered() throws Exception {
    HttpResponse<String> answer = send(request("v1/ready").build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("true");
  }

  @Test
  @RunAsClient
  void enrolment_isWrittenWithoutADistributedTransaction() throws Exception {
    HttpResponse<String> answer =
        send(
            request("v1/enrolments")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"tier\":\"V1\",\"mailbox\":\"alice@example.org\"}"))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String account = "validation_app";
    assertThat(GeneralLog.awaited(account, "^INSERT INTO enrolment ")).isNotEmpty();
    assertThat(GeneralLog.of(account, "(^|[^a-z])XA ")).isEmpty();
    assertThat(GeneralLog.awaited(account, "^COMMIT")).isNotEmpty();
  }

  private static void writeAndThrow(Room room) {
    room.write("thrown");
    throw new IllegalArgumentException("the work gives up");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
