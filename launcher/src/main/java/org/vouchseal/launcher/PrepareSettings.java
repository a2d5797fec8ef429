package org.vouchseal.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@link PrepareCommand} is told beside {@link Settings}; every fault is named at once.
 *
 * @param administrator account of the database that may make schemas and accounts
 * @param passwordFile holds its password
 * @param nodeVar the folder to fill for the server
 * @param node name of the server
 */
record PrepareSettings(
    Neighbours neighbours, String administrator, Path passwordFile, Path nodeVar, String node) {

  static final String DB_HOST = "VOUCHSEAL_DB_HOST";
  static final String SMTP_HOST = "VOUCHSEAL_SMTP_HOST";
  static final String ADMINISTRATOR = "VOUCHSEAL_DB_ADMIN";
  static final String PASSWORD_FILE = "VOUCHSEAL_DB_ADMIN_PASSWORD_FILE";
  static final String NODE_VAR = "VOUCHSEAL_NODE_VAR";
  static final String NODE = "VOUCHSEAL_NODE";
  private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?";

  /**
   * Reads the environment; {@value #PASSWORD_FILE} and {@value #NODE_VAR} have no default.
   *
   * @throws Refused naming every variable that is wrong and what it is to be
   */
  static PrepareSettings from(Map<String, String> environment, Settings settings) {
    List<String> faults = new ArrayList<>();
    PrepareSettings read =
        new PrepareSettings(
            new Neighbours(
                matching(environment, DB_HOST, "127.0.0.1", HOST, faults),
                settings.databasePort(),
                matching(environment, SMTP_HOST, "127.0.0.1", HOST, faults),
                settings.mailPort()),
            matching(environment, ADMINISTRATOR, "root", "[A-Za-z0-9_.-]{1,80}", faults),
            path(environment, PASSWORD_FILE, faults),
            path(environment, NODE_VAR, faults),
            matching(environment, NODE, "n1", "[a-z0-9-]{1,32}", faults));
    if (read.nodeVar().equals(settings.var())) {
      faults.add(NODE_VAR + " is the same folder as " + Settings.VAR + ", which holds the root");
    }
    if (!faults.isEmpty()) {
      throw new Refused(String.join("\n", faults));
    }
    return read;
  }

  /** The administrator's password. */
  String password() {
    try {
      String password = Files.readString(passwordFile).strip();
      if (password.isEmpty()) {
        throw new Refused(PASSWORD_FILE + " names " + passwordFile + ", which is empty");
      }
      return password;
    } catch (IOException e) {
      throw new Refused(PASSWORD_FILE + " names " + passwordFile + ", which cannot be read: " + e);
    }
  }

  private static String matching(
      Map<String, String> environment,
      String name,
      String otherwise,
      String form,
      List<String> faults) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      return otherwise;
    }
    if (!value.matches(form)) {
      faults.add(name + " is '" + value + "', which has not the form " + form);
    }
    return value;
  }

  private static Path path(Map<String, String> environment, String name, List<String> faults) {
    String value = environment.getOrDefault(name, "").strip();
    if (!value.startsWith("/")) {
      faults.add(name + " is '" + value + "', not an absolute path");
    }
    return Path.of(value).normalize();
  }
}
