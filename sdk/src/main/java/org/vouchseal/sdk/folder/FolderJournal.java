package org.vouchseal.sdk.folder;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
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
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.enrolment.EnrolmentJournal;
import org.vouchseal.sdk.enrolment.FinishedPair;
import org.vouchseal.sdk.enrolment.ProvedOrder;
import org.vouchseal.sdk.enrolment.StartedEnrolment;

/**
 * The journal as small files in {@code .vouchseal} of the identity's folder, readable by its owner.
 */
final class FolderJournal implements EnrolmentJournal {

  static final String FOLDER = ".vouchseal";
  static final String RETIRED = ".vouchseal-finished";

  private static final String SUBJECT = "enrolment.json";
  private static final String STARTED = "started.json";
  private static final String ORDER = "order.json";

  private final Path folder;
  private final Path journal;
  private final SecureRandom random;
  private final FileChannel lock;

  private FolderJournal(Path folder, Path journal, SecureRandom random, FileChannel lock) {
    this.folder = folder;
    this.journal = journal;
    this.random = random;
    this.lock = lock;
  }

  static FolderJournal open(Path folder, String server, Mailbox mailbox, SecureRandom random) {
    Path journal = folder.resolve(FOLDER);
    FolderJournal opened = new FolderJournal(folder, journal, random, locked(journal));
    try {
      opened.requireSame(server, mailbox);
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
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
                "another enrolment is at work in this folder",
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

  private void requireSame(String server, Mailbox mailbox) {
    JsonObject wanted =
        Json.createObjectBuilder().add("server", server).add("mailbox", mailbox.address()).build();
    Optional<JsonObject> found = object(SUBJECT);
    if (found.isEmpty() || object(STARTED).isEmpty()) {
      // nothing was begun, so that nothing can get lost
      save(SUBJECT, wanted);
    } else if (!found.get().equals(wanted)) {
      throw new Misuse(
          Fault.local(
              "other-enrolment",
              "another enrolment was begun in this folder",
              "it is for "
                  + found.get().getString("mailbox", "")
                  + " at "
                  + found.get().getString("server", ""),
              "go on with that one, give another folder, or remove " + journal));
    }
  }

  @Override
  public Optional<StartedEnrolment> started() {
    return object(STARTED).map(o -> new StartedEnrolment(o.getString("id"), o.getString("token")));
  }

  @Override
  public void started(StartedEnrolment enrolment) {
    save(
        STARTED,
        Json.createObjectBuilder()
            .add("id", enrolment.id())
            .add("token", enrolment.token())
            .build());
  }

  @Override
  public Optional<ProvedOrder> order() {
    return object(ORDER)
        .map(
            o ->
                new ProvedOrder(
                    URI.create(o.getString("cmp")),
                    o.getString("reference"),
                    o.getString("secret"),
                    o.getString("subject"),
                    o.getString("signing"),
                    texts(o, "encryption"),
                    texts(o, "trustAnchors")));
  }

  @Override
  public void order(ProvedOrder order) {
    save(
        ORDER,
        Json.createObjectBuilder()
            .add("cmp", order.cmp().toString())
            .add("reference", order.reference())
            .add("secret", order.secret())
            .add("subject", order.subject())
            .add("signing", order.signingProfile())
            .add("encryption", Json.createArrayBuilder(order.encryptionProfiles()))
            .add("trustAnchors", Json.createArrayBuilder(order.trustAnchors()))
            .build());
  }

  @Override
  public void startOver() {
    delete(ORDER);
    delete(STARTED);
  }

  @Override
  public Optional<KeyPair> key(String name) {
    return object(name + "-key.json").map(FolderJournal::keyPair);
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

  @Override
  public Identity finish(FinishedPair pair) {
    Identity identity = IdentityFiles.write(folder, pair, random);
    retire();
    return identity;
  }

  // Renamed first: half a journal must never be taken for one to go on with.
  private void retire() {
    Path retired = folder.resolve(RETIRED);
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

  private Optional<JsonObject> object(String name) {
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

  private Optional<byte[]> octets(String name) {
    Path file = journal.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void save(String name, JsonObject object) {
    PrivateFiles.writeSecret(
        journal.resolve(name), object.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(journal.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + journal.resolve(name), e);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static List<String> texts(JsonObject object, String member) {
    return object.getJsonArray(member).getValuesAs(JsonString::getString);
  }
}
