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
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesFileTest {

  @TempDir private Path root;
  private VarFolder var;
  private Addresses addresses;

  @BeforeEach
  void createFolders() {
    var = new VarFolder(root);
    var.create();
    addresses =
        new Addresses(
            Settings.from(Map.of("VOUCHSEAL_PUBLIC_URL", "https://ca.example.org"), root), var);
  }

  @Test
  void readyStack_isDescribedInFull() throws IOException {
    addresses.write("n1", OptionalLong.of(4711));
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
  void nodeThatIsDown_isNotReadyAndHasNoProcess() throws IOException {
    addresses.write("n1", OptionalLong.empty());
    assertThat(read().getBoolean("ready")).isFalse();
    assertThat(read().getJsonArray("nodes").getJsonObject(0).get("pid")).isEqualTo(JsonValue.NULL);
  }

  @Test
  void writing_leavesNoHalfFileAndRemovingLeavesNone() throws IOException {
    addresses.write("n1", OptionalLong.of(1));
    addresses.write("n1", OptionalLong.of(2));
    try (Stream<Path> files = Files.list(var.run())) {
      assertThat(files).containsExactly(var.addresses());
    }
    addresses.remove();
    addresses.remove();
    assertThat(var.addresses()).doesNotExist();
  }

  private JsonObject read() throws IOException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(var.addresses()))) {
      return reader.readObject();
    }
  }
}
