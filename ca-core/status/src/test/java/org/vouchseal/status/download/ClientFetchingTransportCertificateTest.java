package org.vouchseal.status.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.responder.ResponderKey;

/** Who sends a private key to the archive fetches the certificate to which he encrypts it. */
class ClientFetchingTransportCertificateTest {

  @TempDir Path folder;

  @Test
  void certificateOfTheCeremony_isThere() throws Exception {
    byte[] certificate =
        new StatusPki(Instant.parse("2026-11-22T12:00:00Z"))
            .authority(ResponderKey.TRUST)
            .certificate()
            .getEncoded();
    Files.write(folder.resolve("archive-transport.cer"), certificate);

    Document found =
        downloads("certificate.archive-transport=archive-transport.cer\n")
            .find("archive-transport.cer")
            .orElseThrow();

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    found.content().writeTo(sent, 0, found.content().length());
    assertThat(sent.toByteArray()).isEqualTo(certificate);
    assertThat(found.contentType()).isEqualTo("application/pkix-cert");
  }

  @Test
  void ceremonyWithoutIt_hasNone() throws Exception {
    Files.write(folder.resolve("archive-transport.cer"), new byte[] {1, 2, 3});

    assertThat(downloads("").find("archive-transport.cer")).isEmpty();
  }

  @Test
  void otherNames_areNotTaken() throws Exception {
    PkiDownloads downloads = downloads("certificate.kga=kga.cer\n");

    for (String name : new String[] {"archive-transport", "archive-transport.crl", "kga.cer"}) {
      assertThat(downloads.find(name)).as(name).isEmpty();
    }
  }

  private PkiDownloads downloads(String entry) throws Exception {
    Files.writeString(folder.resolve(PkiDirectory.INDEX), "publicUrl=http://localhost\n" + entry);
    return new PkiDownloads(
        new Transactions() {
          @Override
          public <T> T run(Supplier<T> work) {
            throw new AssertionError("no database for a file of the ceremony");
          }
        },
        new PublishedCrls() {
          @Override
          public OptionalLong newestNumber(String list) {
            return OptionalLong.empty();
          }

          @Override
          public Optional<PublishedCrl> newest(String list, Consumer<byte[]> parts) {
            return Optional.empty();
          }
        },
        PkiDirectory.open(folder));
  }
}
