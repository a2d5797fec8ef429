package org.vouchseal.issuing.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.OpenSsl;
import org.vouchseal.testdatabase.TestDatabase;

/** A process with a small heap publishes long lists, and strangers read them. */
class ManyEntriesInALittleHeapTest {

  /**
   * Milliseconds of processor time, our own and the database's: of the first list of these entries,
   * which are marked as listed by it, and of the list of the next day. A busy machine does not
   * change them much.
   */
  private record Work(long entries, long first, long daily) {
    double microsForAnEntry() {
      return daily * 1000.0 / entries;
    }
  }

  private static final Pattern RUN =
      Pattern.compile("RUN smime PUBLISHED \\d+ ms, work (\\d+) ms \\+ database (\\d+) ms.*");

  @TempDir private Path folder;

  /** A million rows deleted one by one take longer than everything else here. */
  @BeforeEach
  @AfterEach
  void clean() throws SQLException {
    asRoot("TRUNCATE TABLE revocation");
    TestDatabase.shared().clean("issuing");
  }

  /** Three times the list, or a set of its serial numbers, would not fit. */
  @Test
  void twoHundredThousandEntries_arePublishedIn48Megabytes() throws Exception {
    buffer(256);
    revoke(1, 200_000);

    Work unused = published(200_000, "-Xmx48m");

    judge(200_000);
  }

  @Tag("long")
  @Test
  void aMillionEntries_arePublishedIn64Megabytes_inTimeThatGrowsWithThem() throws Exception {
    revoke(1, 10_000);
    Work few = published(10_000, "-Xmx256m");
    revoke(10_001, 100_000);
    Work more = published(100_000, "-Xmx256m");
    buffer(512);
    revoke(100_001, 1_000_000);
    buffer(64);

    Work most = published(1_000_000, "-Xmx256m");
    Work unusedInLess = published(1_000_000, "-Xmx64m");

    judge(1_000_000);
    double exponent = Math.log10(most.microsForAnEntry() / more.microsForAnEntry()) + 1;
    System.out.println("from 10^5 to 10^6 work grows with the exponent " + exponent);
    assertThat(most.microsForAnEntry())
        .as("microseconds for an entry, %s after %s", most, few)
        .isLessThanOrEqualTo(6);
    assertThat(exponent).isLessThanOrEqualTo(1.1);
  }

  /** What a stack has in development; more while rows are brought in. */
  private static void buffer(int megabytes) throws SQLException {
    asRoot("SET GLOBAL innodb_buffer_pool_size = " + megabytes + " * 1024 * 1024");
  }

  private Work published(long entries, String heap) throws Exception {
    TestDatabase database = TestDatabase.shared();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                ListMaker.class.getName(),
                database.url("issuing"),
                database.passwordFile("issuing_app").toString(),
                folder.toString(),
                databaseProcess())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    List<Long> millis =
        output
            .lines()
            .map(RUN::matcher)
            .filter(Matcher::matches)
            .map(run -> Long.parseLong(run.group(1)) + Long.parseLong(run.group(2)))
            .toList();
    assertThat(millis).as(output).hasSize(2);
    Work work = new Work(entries, millis.get(0), millis.get(1));
    output.lines().filter(line -> line.startsWith("RUN smime")).forEach(System.out::println);
    System.out.println(work + ", " + work.microsForAnEntry() + " us for an entry");
    return work;
  }

  private static String databaseProcess() throws Exception {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT @@datadir, @@pid_file")) {
      found.next();
      Path file = Path.of(found.getString(1)).resolve(found.getString(2));
      return Files.readString(file).strip();
    }
  }

  private void judge(int entries) throws Exception {
    byte[] der = PublishedLists.bytes("smime");
    Path list = Files.write(folder.resolve("list.der"), der);
    String ca =
        OpenSsl.pem(
            folder, "ca.pem", "CERTIFICATE", Files.readAllBytes(folder.resolve("smime.cer")));
    OpenSsl.Result judged =
        OpenSsl.run(
            "crl", "-inform", "DER", "-in", list.toString(), "-CAfile", ca, "-noout", "-crlnumber");
    assertThat(judged.output()).contains("verify OK");
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509CRL read = (X509CRL) factory.generateCRL(new ByteArrayInputStream(der));
    X509Certificate issuer =
        (X509Certificate)
            factory.generateCertificate(Files.newInputStream(folder.resolve("smime.cer")));
    read.verify(issuer.getPublicKey());
    assertThat(read.getRevokedCertificates()).hasSize(entries);
    assertThat(read.getRevokedCertificate(new BigInteger(serial(entries), 16))).isNotNull();
    try (var left = Files.list(folder)) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("spool"))).isEmpty();
    }
  }

  /** As the statement makes it: spread, as random ones are. */
  private static String serial(int number) throws SQLException {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT CONCAT('40', LEFT(SHA2(" + number + ", 256), 30))")) {
      found.next();
      return found.getString(1);
    }
  }

  private static void revoke(int first, int last) throws SQLException {
    asRoot(
        "INSERT INTO revocation (issuer, serial, revoked_at, reason, not_after, actor)"
            + " SELECT 'smime', UNHEX(CONCAT('40', LEFT(SHA2(seq, 256), 30))),"
            + " '2026-02-01' + INTERVAL seq SECOND, seq % 2, '2028-01-01', 'test' FROM seq_"
            + first
            + "_to_"
            + last);
  }

  private static void asRoot(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("USE issuing");
      statement.execute(sql);
    }
  }
}
