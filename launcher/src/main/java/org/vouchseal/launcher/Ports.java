package org.vouchseal.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vouchseal.launcher.proxy.Nodes;

/** Looks whether the ports are free before anything is started. */
final class Ports {

  private Ports() {}

  /**
   * Tries each port once.
   *
   * @param nodes those behind the proxy, if there is one
   * @throws Refused naming every port that is taken and the variable that moves it
   */
  static void requireFree(Settings settings, List<Nodes.Node> nodes) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(Settings.HTTP_PORT, settings.httpPort());
    ports.put(Settings.DB_PORT, settings.databasePort());
    ports.put(Settings.SMTP_PORT, settings.mailPort());
    List<String> taken = new ArrayList<>();
    ports.forEach((variable, port) -> look(variable, port, taken));
    nodes.forEach(node -> look(Settings.NODE_PORT, node.port(), taken));
    if (!taken.isEmpty()) {
      throw new Refused(String.join("\n", taken));
    }
  }

  private static void look(String variable, int port, List<String> taken) {
    if (!isFree(port)) {
      taken.add("port " + port + " on 127.0.0.1 is taken; choose another one with " + variable);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
