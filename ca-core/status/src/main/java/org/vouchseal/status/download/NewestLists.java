package org.vouchseal.status.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.runtime.SpoolFile;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;

/**
 * The newest list of each name, copied out of the database once: into memory when it is short, into
 * a file else. Never taken for the newest without asking. The bytes are the database's; nothing is
 * encoded anew.
 */
final class NewestLists {

  private static final Logger LOG = LoggerFactory.getLogger(NewestLists.class);
  private static final int LONGEST_IN_MEMORY = 64 * 1024;
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final String TYPE = "application/pkix-crl";

  private final Transactions transactions;
  private final PublishedCrls crls;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();

  NewestLists(Transactions transactions, PublishedCrls crls) {
    this.transactions = transactions;
    this.crls = crls;
  }

  /** The newest of that name; empty when there is none. */
  Optional<Document> find(String list) {
    OptionalLong newest = transactions.run(() -> crls.newestNumber(list));
    return newest.isEmpty()
        ? Optional.empty()
        : slots.computeIfAbsent(list, name -> new Slot()).get(list, newest.getAsLong());
  }

  /** One name's list. Who asks while it is copied waits, so that it is copied once. */
  private final class Slot {
    private long number = -1;
    private @Nullable Document current;
    private @Nullable KeptFile file;

    /** One who found this file a moment ago may still begin to send it. */
    private @Nullable KeptFile previous;

    synchronized Optional<Document> get(String list, long newest) {
      if (number < newest) {
        Optional<Copy> copy = transactions.run(() -> copy(list));
        copy.ifPresent(this::use);
      }
      return Optional.ofNullable(current);
    }

    private void use(Copy copy) {
      try {
        Content content;
        if (previous != null) {
          previous.drop();
        }
        previous = file;
        if (copy.file.length() <= LONGEST_IN_MEMORY) {
          content = Content.of(copy.file.open().readAllBytes());
          copy.file.close();
          file = null;
        } else {
          file = new KeptFile(copy.file);
          content = file;
        }
        number = copy.crl.number();
        current =
            PkiDownloads.document(content, TYPE, copy.crl.thisUpdate(), copy.crl.digest(), AGE);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot keep a list", e);
      }
    }
  }

  private record Copy(PublishedCrl crl, SpoolFile file) {}

  private Optional<Copy> copy(String list) {
    try {
      SpoolFile file = SpoolFile.create();
      boolean kept = false;
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Optional<PublishedCrl> crl =
            crls.newest(
                list,
                part -> {
                  digest.update(part);
                  append(file, part);
                });
        if (crl.isPresent()
            && !HexFormat.of().formatHex(digest.digest()).equals(crl.get().digest())) {
          LOG.error("the list {} {} in the database is not whole", list, crl.get().number());
          throw new StoreUnavailable(
              "the list " + list + " is not whole", new IOException("another digest"));
        }
        kept = crl.isPresent();
        return crl.map(found -> new Copy(found, file));
      } finally {
        if (!kept) {
          file.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the list " + list, e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static void append(SpoolFile file, byte[] part) {
    try {
      file.write(part, 0, part.length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file", e);
    }
  }
}
