package org.vouchseal.status.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.Sha256;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.testdatabase.TestDatabase;

/** A list of several MiB goes out as it stands in the database, whole or in pieces. */
class LongListDownloadTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String MODIFIED = "Sun, 22 Nov 2026 12:00:00 GMT";
  private static final int LENGTH = 3_000_000;
  private static final byte[] LIST = octets(1);

  @TempDir Path folder;

  private final IssuingRows issuing = new IssuingRows();
  private StatusRoom room;

  @BeforeEach
  void publish() {
    issuing.clean();
    TestDatabase.shared().clean("status");
    issuing.crl("smime", 1, NOW, LIST, 1 << 20);
    room = StatusBench.room(new StatusPki(NOW), folder, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static byte[] octets(int seed) {
    byte[] octets = new byte[LENGTH];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  @Test
  void wholeList_isTheDatabasesOctets() throws IOException {
    WebAnswer answer = get(Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.length()).isEqualTo(LENGTH);
    assertThat(answer.headers())
        .containsEntry("ETag", '"' + Sha256.hex(LIST) + '"')
        .containsEntry("Last-Modified", MODIFIED)
        .containsEntry("Accept-Ranges", "bytes")
        .containsEntry("Content-Type", "application/pkix-crl");
    assertThat(body(answer)).isEqualTo(LIST);
  }

  @Test
  void download_holdsAPieceAtATime() throws IOException {
    byte[] unusedFirst = body(get(Map.of()));
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();
    get(Map.of()).writeTo(OutputStream.nullOutputStream());
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LENGTH / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-99, 0, 100",
    "bytes=100-2999999, 100, 2999900",
    "bytes=2999990-, 2999990, 10",
    "bytes=2999990-9999999, 2999990, 10",
    "bytes=-10, 2999990, 10",
    "bytes=-9999999, 0, 3000000",
    "bytes=1048570-1048580, 1048570, 11"
  })
  void piece_isThatOfTheList(String range, int from, int count) throws IOException {
    WebAnswer answer = get(Map.of("Range", range));
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.length()).isEqualTo(count);
    assertThat(answer.headers())
        .containsEntry("Content-Range", "bytes " + from + "-" + (from + count - 1) + "/" + LENGTH);
    assertThat(body(answer)).isEqualTo(Arrays.copyOfRange(LIST, from, from + count));
  }

  @ParameterizedTest
  @CsvSource({"bytes=3000000-", "bytes=3000000-3000001", "bytes=-0"})
  void pieceBeyondTheEnd_isRefused(String range) {
    WebAnswer answer = get(Map.of("Range", range));
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.headers()).containsEntry("Content-Range", "bytes */" + LENGTH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-1,5-6",
        "bytes=5-1",
        "bytes=-",
        "bytes=a-b",
        "lines=0-1",
        "bytes=0-9999999999999999999999",
        "bytes 0-1"
      })
  void otherRanges_areLeftAside(String range) {
    assertThat(get(Map.of("Range", range)).status()).isEqualTo(200);
  }

  @Test
  void pieceOfAnotherVersion_isNotSent() {
    String etag = '"' + Sha256.hex(LIST) + '"';
    assertThat(piece(etag)).isEqualTo(206);
    assertThat(piece(MODIFIED)).isEqualTo(206);
    assertThat(piece("W/" + etag)).isEqualTo(200);
    assertThat(piece("\"other\"")).isEqualTo(200);
    assertThat(piece("Sun, 22 Nov 2026 11:59:59 GMT")).isEqualTo(200);
  }

  private int piece(String ifRange) {
    return get(Map.of("Range", "bytes=0-9", "If-Range", ifRange)).status();
  }

  @Test
  void newerListMeanwhile_doesNotTearADownload() throws IOException {
    WebAnswer begun = get(Map.of());
    byte[] second = octets(2);
    issuing.crl("smime", 2, NOW, second, 1 << 20);
    assertThat(body(get(Map.of()))).isEqualTo(second);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    begun.writeTo(
        new OutputStream() {
          private boolean first = true;

          @Override
          public void write(int octet) {
            received.write(octet);
          }

          @Override
          public void write(byte[] from, int offset, int length) throws IOException {
            received.write(from, offset, length);
            if (first) {
              first = false;
              for (int number = 3; number < 6; number++) {
                issuing.crl("smime", number, NOW, octets(number), 1 << 20);
                assertThat(body(get(Map.of()))).isEqualTo(octets(number));
              }
            }
          }
        });
    assertThat(received.toByteArray()).isEqualTo(LIST);
    assertThatThrownBy(() -> body(begun)).isInstanceOf(IOException.class);
  }

  @Test
  void listThatHasLostAPart_isNotGivenOut() throws Exception {
    asOwner("DELETE FROM crl_part WHERE part = 1");
    assertThat(get(Map.of()).status()).isEqualTo(503);
  }

  @Test
  void listOfAShard_isFoundByItsName() throws IOException {
    byte[] shard = octets(7);
    issuing.crl("smime-7", 1, NOW, shard, 1 << 20);
    assertThat(body(answer("/pki/smime-7.crl", Map.of()))).isEqualTo(shard);
    for (String none :
        new String[] {"smime-8.crl", "smime-07.crl", "smime-0.crl", "smime-7.cer", "trust-7.crl"}) {
      assertThat(answer("/pki/" + none, Map.of()).status()).as(none).isEqualTo(404);
    }
  }

  private static void asOwner(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static byte[] body(WebAnswer answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    answer.writeTo(out);
    return out.toByteArray();
  }

  private WebAnswer get(Map<String, String> headers) {
    return answer("/pki/smime.crl", headers);
  }

  private WebAnswer answer(String path, Map<String, String> headers) {
    return room.downloads()
        .respond(
            new WebRequest(
                "GET",
                path,
                name -> Optional.ofNullable(headers.get(name)),
                new ByteArrayInputStream(new byte[0])));
  }
}
