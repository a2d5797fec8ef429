package org.vouchseal.model.directory;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Registration authorities that an administrator registered: {@value PkiDirectory#REGISTERED}
 * beside the ceremony's index. They speak CMP. Keys of the file: {@code NAME.certificate} (DER,
 * base64), {@code NAME.tiers}, {@code NAME.mailDomains}, {@code NAME.dailyQuota}, {@code
 * NAME.raVerified}.
 *
 * <p>Whoever may write this folder is believed; a change is one rename, so readers see all of it or
 * nothing.
 */
public final class RegisteredAuthorities {

  private final Path file;

  /** Those of the folder that the ceremony wrote. */
  public RegisteredAuthorities(Path folder) {
    this.file = folder.resolve(PkiDirectory.REGISTERED);
  }

  /** All of them, sorted by name; none when the file is not there. */
  public List<RegistrationAuthorityEntry> all() {
    Properties index = read();
    List<RegistrationAuthorityEntry> found = new ArrayList<>();
    for (String key : new TreeSet<>(index.stringPropertyNames())) {
      if (key.endsWith(".certificate")) {
        found.add(entry(index, key.substring(0, key.length() - ".certificate".length())));
      }
    }
    return List.copyOf(found);
  }

  /** Registers it, or replaces the one of the same name. */
  public void put(RegistrationAuthorityEntry entry) {
    if (!entry.name().matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("a name has 1 to 63 characters of a-z, 0-9 and hyphen");
    }
    Properties index = read();
    String name = entry.name();
    index.setProperty(
        name + ".certificate", Base64.getEncoder().encodeToString(entry.certificate()));
    index.setProperty(name + ".tiers", String.join(",", entry.tiers()));
    index.setProperty(name + ".mailDomains", String.join(",", entry.mailDomains()));
    index.setProperty(name + ".dailyQuota", Integer.toString(entry.dailyQuota()));
    index.setProperty(name + ".raVerified", Boolean.toString(entry.raVerified()));
    write(index);
  }

  /** Takes it out. True when it was there. */
  public boolean remove(String name) {
    Properties index = read();
    boolean there = index.containsKey(name + ".certificate");
    index.keySet().removeIf(key -> key.toString().startsWith(name + "."));
    if (there) {
      write(index);
    }
    return there;
  }

  private RegistrationAuthorityEntry entry(Properties index, String name) {
    return new RegistrationAuthorityEntry(
        name,
        RegistrationAuthorityEntry.Speech.CMP,
        Base64.getDecoder().decode(required(index, name + ".certificate")),
        List.of(required(index, name + ".tiers").split(",")),
        List.of(required(index, name + ".mailDomains").split(",")),
        Integer.parseInt(required(index, name + ".dailyQuota")),
        false,
        false,
        Boolean.parseBoolean(required(index, name + ".raVerified")));
  }

  private String required(Properties index, String key) {
    String value = index.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(file + " has no entry " + key);
    }
    return value;
  }

  private Properties read() {
    Properties index = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        index.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return index;
  }

  private void write(Properties index) {
    Path fresh = file.resolveSibling(PkiDirectory.REGISTERED + ".new");
    try {
      try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
        index.store(writer, "registration authorities that speak CMP; written by ./run admin ra");
      }
      Path unusedTarget =
          Files.move(
              fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
