package org.vouchseal.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the stack of a folder runs, as it says itself in its addresses file: so that a subcommand
 * needs no more of the environment than the folder.
 */
final class RunningStack {

  private static final String JDBC = "jdbc:";

  private RunningStack() {}

  /**
   * The environment with the running stack's ports and address where it does not name its own.
   *
   * @param addresses the file; when it is not there or not ours, nothing is added
   */
  static Map<String, String> complete(Map<String, String> environment, Path addresses) {
    if (!Files.exists(addresses)) {
      return environment;
    }
    Map<String, String> completed = new HashMap<>(environment);
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(addresses))) {
      JsonObject found = reader.readObject();
      completed.putIfAbsent(Settings.PUBLIC_URL, found.getString("publicUrl"));
      String node = found.getJsonArray("nodes").getJsonObject(0).getString("url");
      completed.putIfAbsent(Settings.HTTP_PORT, port(found.getString("proxy", node)));
      completed.putIfAbsent(
          Settings.DB_PORT, port(found.getString("mariadb").substring(JDBC.length())));
      completed.putIfAbsent(Settings.SMTP_PORT, port(found.getString("smtp")));
      return completed;
    } catch (IOException | RuntimeException notOurs) {
      // ./run stop has to work in spite of it
      return environment;
    }
  }

  private static String port(String address) {
    return Integer.toString(URI.create(address).getPort());
  }
}
