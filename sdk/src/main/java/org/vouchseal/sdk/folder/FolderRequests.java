package org.vouchseal.sdk.folder;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.enrolment.RequestJournal;

/** A journal of requests as small files in a folder of its own, readable by its owner. */
abstract class FolderRequests implements RequestJournal {

  private final Path journal;
  private final FileChannel lock;

  /** Takes the lock in the folder, which exists. */
  FolderRequests(Path journal) {
    this.journal = journal;
    this.lock = locked(journal);
  }

  private static FileChannel locked(Path journal) {
    try {
      FileChannel channel =
          FileChannel.open(
              journal.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PrivateFiles.rights("rw-------"));
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new Misuse(
            Fault.local(
                "folder-busy",
                "another command is at work in this folder",
                "the lock in " + journal + " is held",
                "wait until it has ended, or give another folder"));
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + journal, e);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public Optional<KeyPair> key(String name) {
    return object(name + "-key.json").map(FolderRequests::keyPair);
  }

  @Override
  public void key(String name, KeyPair key) {
    save(
        name + "-key.json",
        Json.createObjectBuilder()
            .add("algorithm", key.getPrivate().getAlgorithm())
            .add("private", base64(key.getPrivate().getEncoded()))
            .add("public", base64(key.getPublic().getEncoded()))
            .build());
  }

  @Override
  public void forgetKey(String name) {
    delete(name + "-key.json");
  }

  @Override
  public Optional<byte[]> message(String name) {
    return octets(name + ".der");
  }

  @Override
  public void message(String name, byte[] octets) {
    PrivateFiles.writeSecret(journal.resolve(name + ".der"), octets);
  }

  @Override
  public void forgetMessage(String name) {
    delete(name + ".der");
  }

  /** Renamed first: half a journal must never be taken for one to go on with. */
  final void retire(Path retired) {
    try {
      Files.move(journal, retired, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + journal, e);
    }
    FolderStore.remove(retired);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + journal, e);
    }
  }

  private static KeyPair keyPair(JsonObject object) {
    try {
      KeyFactory factory = KeyFactory.getInstance(object.getString("algorithm"));
      Base64.Decoder decoder = Base64.getDecoder();
      return new KeyPair(
          factory.generatePublic(
              new X509EncodedKeySpec(decoder.decode(object.getString("public")))),
          factory.generatePrivate(
              new PKCS8EncodedKeySpec(decoder.decode(object.getString("private")))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of the journal cannot be read", e);
    }
  }

  final Optional<JsonObject> object(String name) {
    return octets(name)
        .map(
            text -> {
              try (JsonReader reader =
                  Json.createReader(new StringReader(new String(text, StandardCharsets.UTF_8)))) {
                return reader.readObject();
              } catch (JsonException e) {
                throw new IllegalStateException(journal.resolve(name) + " is damaged", e);
              }
            });
  }

  final Optional<byte[]> octets(String name) {
    Path file = journal.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  final void save(String name, JsonObject object) {
    PrivateFiles.writeSecret(
        journal.resolve(name), object.toString().getBytes(StandardCharsets.UTF_8));
  }

  final void delete(String name) {
    try {
      Files.deleteIfExists(journal.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + journal.resolve(name), e);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
