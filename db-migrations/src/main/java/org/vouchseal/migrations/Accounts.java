package org.vouchseal.migrations;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The schemas and the two accounts of each room: {@code ROOM_owner} changes the schema, {@code
 * ROOM_app} works with rows as far as the changelogs grant it.
 */
public final class Accounts {

  /** What a password may consist of, so that no quoting can go wrong. */
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{16,128}");

  private Accounts() {}

  /** Name of the account that owns the schema of {@code room}. */
  public static String owner(String room) {
    return SchemaSet.PRODUCTION.owner(room);
  }

  /** Name of the account that the server uses for {@code room}. */
  public static String app(String room) {
    return SchemaSet.PRODUCTION.app(room);
  }

  /** Names of all accounts, those of a room together, in the order of {@link Migrations#ROOMS}. */
  public static List<String> all() {
    return SchemaSet.PRODUCTION.accounts();
  }

  /**
   * The statements, one per element, that make schemas and accounts and set the passwords. Running
   * them again changes nothing but the passwords. To be run by an administrator of the server, or
   * as its init file.
   *
   * @param passwords gives the password of an account: 16 to 128 letters, digits, {@code _}, {@code
   *     -}
   * @throws IllegalArgumentException when a password has another form; it is not shown
   */
  public static List<String> statements(UnaryOperator<String> passwords) {
    return statements(SchemaSet.PRODUCTION, passwords);
  }

  /** The same for other schemas. */
  public static List<String> statements(SchemaSet set, UnaryOperator<String> passwords) {
    List<String> statements = new ArrayList<>();
    statements.add("DROP USER IF EXISTS ''@'localhost';");
    for (String room : set.rooms()) {
      String schema = set.schema(room);
      statements.add(
          "CREATE DATABASE IF NOT EXISTS "
              + schema
              + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;");
      addAccount(statements, set.owner(room), passwords);
      addAccount(statements, set.app(room), passwords);
      // in a grant, an underscore stands for any character
      statements.add(
          "GRANT ALL PRIVILEGES ON `"
              + schema.replace("_", "\\_")
              + "`.* TO '"
              + set.owner(room)
              + "'@'%' WITH GRANT OPTION;");
    }
    return statements;
  }

  private static void addAccount(
      List<String> statements, String name, UnaryOperator<String> passwords) {
    String password = passwords.apply(name);
    if (!PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException(
          "password of " + name + " is not 16 to 128 letters, digits, _ or -");
    }
    statements.add("CREATE USER IF NOT EXISTS '" + name + "'@'%';");
    statements.add("ALTER USER '" + name + "'@'%' IDENTIFIED BY '" + password + "';");
  }
}
