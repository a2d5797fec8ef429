package org.vouchseal.hsm.software;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.vouchseal.hsm.TokenUnavailable;

/**
 * The file of a token: PKCS#12 (RFC 7292) with a MAC by HMAC-SHA-256 over everything and each key
 * under PBES2 with AES-256 and HMAC-SHA-256.
 */
final class KeyStoreFile {

  private static final String KEY_PROTECTION = "PBEWithHmacSHA256AndAES_256";
  private static final int ITERATIONS = 10_000;
  private static final int SALT_OCTETS = 20;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** File locks hold between processes only; this one holds between the threads of this JVM. */
  private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

  private final Path path;

  KeyStoreFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** The file's name without its ending. */
  String tokenName() {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  KeyStore read(char[] secret) {
    KeyStore store = empty();
    try {
      byte[] bytes = Files.readAllBytes(path);
      refuseWithoutMac(bytes);
      store.load(new ByteArrayInputStream(bytes), secret);
      return store;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new TokenUnavailable(
          "token file " + path + " does not open: damaged, or the secret is another one", e);
    }
  }

  /** The JDK loads a file whose MAC was taken off, and aliases are protected by nothing else. */
  private void refuseWithoutMac(byte[] bytes) {
    Pfx pfx = Pfx.getInstance(bytes);
    if (pfx == null || pfx.getMacData() == null) {
      throw new TokenUnavailable("token file " + path + " has no MAC: somebody changed it");
    }
  }

  KeyStore empty() {
    try {
      KeyStore store =
          KeyStore.getInstance("PKCS12", Objects.requireNonNull(Security.getProvider("SUN")));
      store.load(null, null);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no PKCS12 key store", e);
    }
  }

  /** How one key is encrypted inside the file. */
  KeyStore.PasswordProtection protection(char[] secret, SecureRandom random) {
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    return new KeyStore.PasswordProtection(
        secret, KEY_PROTECTION, new PBEParameterSpec(salt, ITERATIONS));
  }

  /** Replaces the file; the new content is on the disk when this returns. */
  void write(KeyStore store, char[] secret) {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (FileChannel out =
          FileChannel.open(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
        store.store(Channels.newOutputStream(out), secret);
        out.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
    } catch (IOException | GeneralSecurityException e) {
      throw new TokenUnavailable("cannot write token file " + path, e);
    }
  }

  /** Runs {@code work} while no other thread or process does so for this file. */
  <T> T exclusively(Supplier<T> work) {
    IN_THIS_JVM.lock();
    try {
      Files.createDirectories(path.getParent(), OWNER_ONLY_FOLDER);
      Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(
                  lockFile,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  OWNER_ONLY);
          FileLock held = channel.lock()) {
        Objects.requireNonNull(held);
        return work.get();
      }
    } catch (IOException e) {
      throw new TokenUnavailable("cannot lock token file " + path, e);
    } finally {
      IN_THIS_JVM.unlock();
    }
  }

  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
