package org.vouchseal.migrations;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The schemas of one CA, one for each room, and the names of their accounts.
 *
 * @param prefix what the name of every schema begins with, the name of the room following
 * @param rooms those that have a schema in it
 */
public record SchemaSet(String prefix, List<String> rooms) {

  // before its first use below
  private static final Pattern PREFIX = Pattern.compile("([a-z]{1,20}_)?");

  /** The schemas of the product: each has the name of its room. */
  public static final SchemaSet PRODUCTION = new SchemaSet("", Migrations.ROOMS);

  public SchemaSet {
    rooms = List.copyOf(rooms);
    rooms.forEach(Migrations::requireRoom);
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("no prefix of schemas: " + prefix);
    }
  }

  /** Name of the schema of {@code room}. */
  public String schema(String room) {
    return prefix + Migrations.requireRoom(room);
  }

  /** Name of the account that owns it. */
  public String owner(String room) {
    return schema(room) + "_owner";
  }

  /** Name of the account that a server uses for it. */
  public String app(String room) {
    return schema(room) + "_app";
  }

  /** Names of all accounts, those of a room together. */
  public List<String> accounts() {
    List<String> names = new ArrayList<>();
    for (String room : rooms) {
      names.add(owner(room));
      names.add(app(room));
    }
    return names;
  }
}
