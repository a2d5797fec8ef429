package org.vouchseal.launcher;

import java.util.regex.Pattern;

/**
 * A point at which the server is to end, and the how-manieth time.
 *
 * @param point as given: {@code tx-b.after} or {@code tx-b.after:3}; after {@code pause@} the
 *     server is stopped there and does not end
 */
record Drill(String point) {

  private static final Pattern FORM =
      Pattern.compile("(pause@)?[a-z0-9-]+(\\.[a-z0-9-]+)*(:[1-9][0-9]{0,8})?");

  Drill {
    if (!FORM.matcher(point).matches()) {
      throw new Refused("--drill is '" + point + "', not NAME or NAME:n such as tx-b.after:2");
    }
  }
}
