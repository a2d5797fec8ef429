package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.Sha256;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * A plan that the application never made waits under the name of a transaction, with the digest of
 * its own bytes; the applicant's message then leads there.
 */
class WriterOfPlansTest extends DatabaseWriter {

  private static final KeyPair OTHER = TestSigningKey.pair(KeyAlgorithm.P256);
  private static final String INVARIANT = "I5: the bytes of every plan carry its columns";

  private Applicant anna;
  private byte[] ir;
  private byte[] tbs;

  /** A way to forge the bytes. */
  record Forgery(String name, UnaryOperator<byte[]> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The true row is kept and taken away, so that the writer has the place. */
  @BeforeEach
  void stopAfterThePlan() {
    anna = Applicant.of(issuing, "anna@example.org");
    ir = anna.ir();
    issuing.halt = Halted.onceAt("tx-b.after");
    assertThatThrownBy(() -> anna.send("/p/signing", ir)).isInstanceOf(Halted.class);
    setUp("CREATE OR REPLACE TABLE kept AS SELECT * FROM issuance_plan");
    setUp("DELETE FROM issuance_plan");
    setUp("GRANT SELECT ON issuing.kept TO issuing_app@'%'");
    tbs = bytes();
  }

  @AfterEach
  void removeWhatWasKept() {
    setUp("DROP TABLE kept");
  }

  static Stream<Forgery> forgeries() {
    return Stream.of(
        new Forgery("CA", WriterOfPlansTest::withBasicConstraints),
        new Forgery("other mailbox", tbs -> replaced(tbs, "anna@example.org", "evil@example.org")),
        new Forgery("other key", WriterOfPlansTest::withOtherKey));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void forgedBytes_areNotSigned(Forgery forgery) {
    insert(forgery.change().apply(tbs), "recorded_at", "recorded_at");
    int before = signatures();

    disbelieved(anna.send("/p/signing", ir), before);
    assertThat(broken()).anyMatch(name -> name.startsWith(INVARIANT));
  }

  @ParameterizedTest
  @CsvSource({
    "mailboxes, 'evil@example.org'",
    "not_before, not_before - INTERVAL 1 DAY",
    "not_after, not_after + INTERVAL 1 DAY",
    "tier, 'V2'",
    "crl_shard, 3",
    "crl_shard, 257",
    "crl_shard, -1",
    "escrow_id, 'escrow-other'"
  })
  void otherColumnsThanThePlan_areNotRecorded(String column, String value) {
    insert(tbs, column, value.contains(" ") ? value : "'" + value + "'");
    int before = signatures();

    disbelieved(anna.send("/p/signing", ir), before);
    if (!column.equals("tier")) {
      assertThat(broken()).anyMatch(name -> name.startsWith("I5") || name.startsWith("I3"));
    }
  }

  @Test
  void otherTimeOfRecording_isNotSigned() {
    insert(tbs, "recorded_at", "recorded_at - INTERVAL 1 HOUR");
    int before = signatures();

    disbelieved(anna.send("/p/signing", ir), before);
  }

  @Test
  void timeToCome_isNotSigned() {
    insert(tbs, "recorded_at", "recorded_at + INTERVAL 1 DAY");
    int before = signatures();

    disbelieved(anna.send("/p/signing", ir), before);
  }

  @Test
  void theTrueRow_isCompletedAndTheClientOfAForgedOneBeginsAnew() {
    insert(withBasicConstraints(tbs), "recorded_at", "recorded_at");
    assertThat(anna.send("/p/signing", ir).type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(anna.send("/p/signing", anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);

    setUp("DELETE FROM issuance_plan WHERE idempotency_key IN (SELECT idempotency_key FROM kept)");
    Applicant bob = Applicant.of(issuing, "bob@example.org");
    byte[] bobs = bob.ir();
    issuing.halt = Halted.onceAt("tx-b.after");
    assertThatThrownBy(() -> bob.send("/p/signing", bobs)).isInstanceOf(Halted.class);
    assertThat(bob.send("/p/signing", bobs).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  /** The true row with other bytes and their digest, and another value in one column. */
  private static void insert(byte[] forged, String column, String value) {
    String columns =
        "idempotency_key, issuer, serial, profile, spki, mailboxes, not_before, not_after, lint,"
            + " order_reference, owner, tier, escrow_id, actor, recorded_at, crl_shard";
    String values =
        java.util.Arrays.stream(columns.split(", ?"))
            .map(name -> name.equals(column) ? value : name)
            .collect(java.util.stream.Collectors.joining(", "));
    write(
        "INSERT INTO issuance_plan ("
            + columns
            + ", tbs, tbs_digest) SELECT "
            + values
            + ", ?, ? FROM kept",
        forged,
        Sha256.hex(forged));
  }

  private static byte[] withBasicConstraints(byte[] tbs) {
    try {
      ASN1EncodableVector fields = new ASN1EncodableVector();
      for (var field : ASN1Sequence.getInstance(tbs)) {
        boolean extensions =
            field.toASN1Primitive() instanceof ASN1TaggedObject tagged && tagged.getTagNo() == 3;
        fields.add(extensions ? extended((ASN1TaggedObject) field.toASN1Primitive()) : field);
      }
      return new DERSequence(fields).getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static DERTaggedObject extended(ASN1TaggedObject tagged) throws java.io.IOException {
    ASN1EncodableVector extensions = new ASN1EncodableVector();
    for (var extension : ASN1Sequence.getInstance(tagged, true)) {
      extensions.add(extension);
    }
    extensions.add(
        new Extension(
            Extension.basicConstraints, true, new BasicConstraints(true).getEncoded("DER")));
    return new DERTaggedObject(true, 3, new DERSequence(extensions));
  }

  private static byte[] withOtherKey(byte[] tbs) {
    byte[] other = OTHER.getPublic().getEncoded();
    byte[] changed = tbs.clone();
    byte[] algorithm = java.util.Arrays.copyOf(other, other.length - 64);
    System.arraycopy(other, 0, changed, indexOf(tbs, algorithm), other.length);
    return changed;
  }

  private static byte[] replaced(byte[] tbs, String from, String to) {
    String text = new String(tbs, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int indexOf(byte[] octets, byte[] part) {
    return new String(octets, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  private static byte[] bytes() {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement();
        var found = statement.executeQuery("SELECT tbs FROM issuing.kept")) {
      found.next();
      return found.getBytes(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void setUp(String sql) {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("USE issuing");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
