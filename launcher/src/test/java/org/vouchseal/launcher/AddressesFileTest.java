package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesFileTest {

  @TempDir private Path root;
  private VarFolder var;
  private Settings settings;
  private Addresses addresses;

  @BeforeEach
  void createFolders() {
    var = new VarFolder(root);
    var.create();
    settings = Settings.from(Map.of("VOUCHSEAL_PUBLIC_URL", "https://ca.example.org"), root);
    addresses = new Addresses(settings, var, Addresses.nodes(settings, 1));
  }

  @Test
  void readyStack_isDescribedInFull() throws IOException {
    addresses.back("n1", 4711);
    addresses.publish();
    JsonObject found = read();
    assertThat(found.keySet())
        .containsExactlyInAnyOrder(
            "publicUrl", "cmp", "api", "portal", "keycloak", "smtp", "mariadb", "nodes", "ready");
    assertThat(found.getString("publicUrl")).isEqualTo("https://ca.example.org");
    assertThat(found.getString("cmp")).isEqualTo("https://ca.example.org/.well-known/cmp");
    assertThat(found.getString("api")).isEqualTo("https://ca.example.org/api/v1");
    assertThat(found.get("portal")).isEqualTo(JsonValue.NULL);
    assertThat(found.getString("smtp")).isEqualTo("smtp://127.0.0.1:2525");
    assertThat(found.getString("mariadb")).isEqualTo("jdbc:mariadb://127.0.0.1:13306/");
    JsonObject node = found.getJsonArray("nodes").getJsonObject(0);
    assertThat(node.getString("name")).isEqualTo("n1");
    assertThat(node.getString("url")).isEqualTo("http://127.0.0.1:8080");
    assertThat(node.getInt("pid")).isEqualTo(4711);
    assertThat(found.getBoolean("ready")).isTrue();
  }

  @Test
  void stackThatIsStarting_hasNoFile() {
    addresses.back("n1", 4711);
    addresses.gone("n1");
    assertThat(var.addresses()).doesNotExist();
  }

  @Test
  void nodeThatIsDown_isNotReadyAndHasNoProcess() throws IOException {
    addresses.back("n1", 4711);
    addresses.publish();
    addresses.gone("n1");
    assertThat(read().getBoolean("ready")).isFalse();
    assertThat(read().getJsonArray("nodes").getJsonObject(0).get("pid")).isEqualTo(JsonValue.NULL);
    addresses.back("n1", 4712);
    assertThat(read().getBoolean("ready")).isTrue();
  }

  @Test
  void databaseThatIsDown_isNotReadyEither() throws IOException {
    addresses.back("n1", 4711);
    addresses.publish();
    addresses.gone("mariadb");
    assertThat(read().getBoolean("ready")).isFalse();
    assertThat(read().getJsonArray("nodes").getJsonObject(0).getInt("pid")).isEqualTo(4711);
    addresses.back("mariadb", 12);
    assertThat(read().getBoolean("ready")).isTrue();
  }

  @Test
  void twoNodes_haveAddressesOfTheirOwnBehindTheProxy() throws IOException {
    Addresses two = new Addresses(settings, var, Addresses.nodes(settings, 2));
    two.back("n2", 2);
    two.back("n1", 1);
    two.publish();
    assertThat(read().getString("proxy")).isEqualTo("http://127.0.0.1:8080");
    assertThat(read().getJsonArray("nodes"))
        .extracting(JsonValue::toString)
        .containsExactly(
            "{\"name\":\"n1\",\"url\":\"http://127.0.0.1:10080\",\"pid\":1}",
            "{\"name\":\"n2\",\"url\":\"http://127.0.0.1:10081\",\"pid\":2}");
    two.gone("n1");
    assertThat(read().getBoolean("ready")).isFalse();
    assertThat(read().getJsonArray("nodes").getJsonObject(1).getInt("pid")).isEqualTo(2);
  }

  @Test
  void writing_leavesNoHalfFileAndRemovingLeavesNone() throws IOException {
    addresses.publish();
    addresses.back("n1", 2);
    try (Stream<Path> files = Files.list(var.run())) {
      assertThat(files).containsExactly(var.addresses());
    }
    addresses.remove();
    addresses.remove();
    addresses.gone("n1");
    assertThat(var.addresses()).doesNotExist();
  }

  private JsonObject read() throws IOException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(var.addresses()))) {
      return reader.readObject();
    }
  }
}
