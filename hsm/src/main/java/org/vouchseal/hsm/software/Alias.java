package org.vouchseal.hsm.software;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vouchseal.hsm.Capability;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.TokenUnavailable;

/**
 * The name of an entry of the key store: {@code sign:smime-ca}, or with its version {@code
 * wrap:kek#1}. The capability is part of it, so a key is never found under another one.
 *
 * @param version from 1 for symmetric keys, 0 for the others
 */
record Alias(KeyPurpose purpose, int version) {

  private static final Pattern FORM =
      Pattern.compile("([a-z]+):([a-z0-9-]+)(?:#([1-9][0-9]{0,8}))?");

  static Alias of(KeyPurpose purpose) {
    return new Alias(purpose, purpose.capability() == Capability.WRAP ? 1 : 0);
  }

  static Alias parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new TokenUnavailable("token holds an entry of unknown form: " + text);
    }
    try {
      Capability capability = Capability.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
      int version = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
      return new Alias(new KeyPurpose(parts.group(2), capability), version);
    } catch (IllegalArgumentException e) {
      throw new TokenUnavailable("token holds an entry of unknown form: " + text, e);
    }
  }

  @Override
  public String toString() {
    String name = purpose.capability().name().toLowerCase(Locale.ROOT) + ":" + purpose.name();
    return version == 0 ? name : name + "#" + version;
  }
}
