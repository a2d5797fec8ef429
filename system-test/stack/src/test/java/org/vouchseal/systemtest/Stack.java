package org.vouchseal.systemtest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The running stack, as {@code var/run/addresses.json} describes it. */
final class Stack {

  private final Path var;
  private final JsonObject addresses;

  private Stack(Path var, JsonObject addresses) {
    this.var = var;
    this.addresses = addresses;
  }

  /**
   * The stack that {@code ./test} started; its var folder is the property {@code vouchseal.var}.
   */
  static Stack running() {
    String var = System.getProperty("vouchseal.var");
    if (var == null || var.isBlank()) {
      throw new IllegalStateException("no stack: start the tests by ./test --only stack");
    }
    return at(Path.of(var));
  }

  static Stack at(Path var) {
    try (JsonReader reader =
        Json.createReader(Files.newBufferedReader(var.resolve("run/addresses.json")))) {
      return new Stack(var, reader.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException("the stack below " + var + " is not ready", e);
    }
  }

  Path var() {
    return var;
  }

  String publicUrl() {
    return addresses.getString("publicUrl");
  }

  /** {@code host:port}, as {@code openssl cmp -server} wants it. */
  String hostAndPort() {
    return publicUrl().replaceFirst("^https?://", "");
  }

  JsonObject addresses() {
    return addresses;
  }

  long nodePid() {
    return addresses.getJsonArray("nodes").getJsonObject(0).getJsonNumber("pid").longValue();
  }

  /** Nodes as the file says them now; the process number is 0 while one is down. */
  List<Node> nodes() {
    return Stack.at(var).addresses.getJsonArray("nodes").stream()
        .map(JsonValue::asJsonObject)
        .map(
            node ->
                new Node(
                    node.getString("name"),
                    URI.create(node.getString("url")).getPort(),
                    node.isNull("pid") ? 0 : node.getJsonNumber("pid").longValue()))
        .toList();
  }

  /** One server of the stack. */
  record Node(String name, int port, long pid) {}

  /** Whether every part is up now. */
  boolean isReady() {
    return Stack.at(var).addresses.getBoolean("ready");
  }

  Path mail() {
    return var.resolve("mail");
  }
}
