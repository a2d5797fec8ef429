package org.vouchseal.model.directory;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * A folder that the ceremony wrote, with {@value #INDEX} as its index.
 *
 * <p>Keys of the index: {@code publicUrl}; {@code name} of one CA of several there; {@code
 * certificate.NAME} for each certificate (DER file), NAME being {@code root}, {@code smime}, {@code
 * trust}, {@code cmp-signer}, {@code kga}, {@code ra-NAME}, and {@code archive-transport} unless it
 * was left out; {@code key.NAME} for each bare public key (DER SubjectPublicKeyInfo file), NAME
 * being {@code receipt}, {@code order-decryption}, {@code keyservice-secrets}; {@code crl.root};
 * and for each registration authority {@code ra.NAME.tiers}, {@code .mailDomains}, {@code
 * .dailyQuota}, {@code .encryptionCompat}, {@code .encryptionClient} (false when absent). Lists are
 * separated by commas; {@code *} stands for every mail domain.
 *
 * <p>Registration authorities that an administrator registers after the ceremony stand in a file of
 * their own, {@value #REGISTERED}, see {@link RegisteredAuthorities}.
 *
 * <p>Once the root has a new key: {@code root-update.old}, {@code .new-with-new}, {@code
 * .new-with-old} and, if wanted, {@code .old-with-new} (DER files). They stay for as long as
 * somebody may still hold the old root; {@code certificate.root} is the root that signed the
 * issuing CAs, old or new.
 */
public final class PkiDirectory {

  /** File name of the index. */
  public static final String INDEX = "pki.properties";

  /** File name of the registration authorities that an administrator registered. */
  public static final String REGISTERED = "registration-authorities.properties";

  private final Path folder;
  private final Properties index;

  private PkiDirectory(Path folder, Properties index) {
    this.folder = folder;
    this.index = index;
  }

  /**
   * Reads the index of {@code folder}; the files it names are read when asked for.
   *
   * @throws UncheckedIOException when there is no index, i.e. no ceremony has been performed
   */
  public static PkiDirectory open(Path folder) {
    Properties index = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(INDEX), StandardCharsets.UTF_8)) {
      index.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("no ceremony has been performed for " + folder, e);
    }
    return new PkiDirectory(folder, index);
  }

  /** The address that certificates carry, without a slash at the end. */
  public String publicUrl() {
    return required("publicUrl");
  }

  /** Name of the CA, when several stand below one address. */
  public Optional<String> name() {
    return Optional.ofNullable(index.getProperty("name"));
  }

  /** DER of the certificate called {@code name}. */
  public byte[] certificate(String name) {
    return file("certificate." + name);
  }

  /** As {@link #certificate}, for one that not every ceremony makes. */
  public Optional<byte[]> findCertificate(String name) {
    return find("certificate." + name);
  }

  /** Names of all certificates, sorted. */
  public List<String> certificateNames() {
    return names("certificate.");
  }

  /** DER SubjectPublicKeyInfo of the bare public key called {@code name}. */
  public byte[] publicKey(String name) {
    return file("key." + name);
  }

  /** DER of the root's certificate revocation list. */
  public byte[] rootCrl() {
    return file("crl.root");
  }

  /**
   * The root's change of keys; empty when it never had one.
   *
   * @throws IllegalStateException when only some of its certificates are named
   */
  public Optional<RootKeyUpdate> rootKeyUpdate() {
    if (names("root-update.").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RootKeyUpdate(
            file("root-update.old"),
            file("root-update.new-with-new"),
            file("root-update.new-with-old"),
            find("root-update.old-with-new")));
  }

  /**
   * Every registration authority of the ceremony and of the administrators, sorted by name; what
   * administrators registered is read anew at every call.
   */
  public List<RegistrationAuthorityEntry> registrationAuthorities() {
    List<RegistrationAuthorityEntry> all = new ArrayList<>(ofCeremony());
    all.addAll(new RegisteredAuthorities(folder).all());
    all.sort(Comparator.comparing(RegistrationAuthorityEntry::name));
    return List.copyOf(all);
  }

  private List<RegistrationAuthorityEntry> ofCeremony() {
    List<RegistrationAuthorityEntry> found = new ArrayList<>();
    for (String key : names("ra.")) {
      if (key.endsWith(".tiers")) {
        found.add(registrationAuthority(key.substring(0, key.length() - ".tiers".length())));
      }
    }
    return List.copyOf(found);
  }

  private RegistrationAuthorityEntry registrationAuthority(String name) {
    String prefix = "ra." + name + ".";
    return new RegistrationAuthorityEntry(
        name,
        RegistrationAuthorityEntry.Speech.ORDERS,
        certificate("ra-" + name),
        list(prefix + "tiers"),
        list(prefix + "mailDomains"),
        Integer.parseInt(required(prefix + "dailyQuota")),
        Boolean.parseBoolean(required(prefix + "encryptionCompat")),
        Boolean.parseBoolean(index.getProperty(prefix + "encryptionClient", "false")),
        false);
  }

  private List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (String key : new TreeSet<>(index.stringPropertyNames())) {
      if (key.startsWith(prefix)) {
        names.add(key.substring(prefix.length()));
      }
    }
    return names;
  }

  private List<String> list(String key) {
    return List.of(required(key).split("\\s*,\\s*"));
  }

  private String required(String key) {
    String value = index.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(folder.resolve(INDEX) + " has no entry " + key);
    }
    return value;
  }

  private Optional<byte[]> find(String key) {
    return index.containsKey(key) ? Optional.of(file(key)) : Optional.empty();
  }

  private byte[] file(String key) {
    Path path = folder.resolve(required(key));
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
