package org.vouchseal.keyservice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.crmf.EncKeyWithID;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Refused;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Envelopes;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.messages.fixtures.CmpWriter;

/**
 * What lies in the envelope is not the private key of the template with its holder's name. All of
 * it is answered alike, since who sends somebody else's envelope must not learn anything about it.
 */
class ClientArchivingWrongKeyTest extends ArchivingKeyService {

  private static final KeyPair RSA = TestPki.rsaKeys(2048);
  private static final KeyPair CURVE = TestPki.curveKeys();

  @Test
  void everythingWrongInside_isTheSameBadPop() {
    TreeMap<String, byte[]> request = new TreeMap<>();
    request.put(
        "key of another pair", inside(RSA, TestPki.rsaKeys(2048).getPrivate().getEncoded()));
    request.put(
        "curve key of another pair", inside(CURVE, TestPki.curveKeys().getPrivate().getEncoded()));
    request.put("key of another kind", inside(RSA, CURVE.getPrivate().getEncoded()));
    request.put("no key at all", around(RSA, new byte[] {4, 2, 1, 2}));
    request.put("nothing", around(RSA, new byte[0]));
    request.put("no name", around(RSA, Envelopes.encoded(new EncKeyWithID(info(RSA)))));
    request.put("name of another", named(RSA, new DERUTF8String("bob@example.org")));
    request.put("name in other case", named(RSA, new DERUTF8String("Alice@example.org")));
    request.put("DNS name", named(RSA, new GeneralName(GeneralName.dNSName, order.mailbox())));
    request.put(
        "mailbox of another",
        named(RSA, new GeneralName(GeneralName.rfc822Name, "bob@example.org")));
    request.put(
        "longer subject", named(RSA, new GeneralName(new X500Name("CN=alice@example.org,O=x"))));
    request.put("octets behind", around(RSA, behind(content(RSA, info(RSA)))));
    request.put("attributes", inside(RSA, attributed(info(RSA))));
    for (int i = 2; i < 9; i++) {
      request.put("number " + i + " of the RSA key changed", inside(RSA, changed(i)));
    }
    request.put("another point beside", inside(CURVE, besides(TestPki.curveKeys())));
    request.put("something beside", inside(CURVE, beside(2)));

    TreeSet<String> answers = new TreeSet<>();
    request.forEach(
        (what, message) -> {
          Refused refused = refused(archive(order, message));
          assertThat(refused.reason()).as(what).isEqualTo(Reason.BAD_POP);
          answers.add(refused.why());
          TestRoom.asRoot("DELETE FROM answered_request");
        });
    assertThat(answers).hasSize(1);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertThat(TestRoom.auditTypes()).contains("archive.refused").doesNotContain("escrow.stored");
  }

  @Test
  void everyChangedBlock_isTheSameBadPop() {
    for (KeyPair key : List.of(RSA, CURVE)) {
      EnvelopedData envelope = envelopes.around(content(key, info(key)));
      int octets = envelope.getEncryptedContentInfo().getEncryptedContent().getOctets().length;
      TreeSet<String> answers = new TreeSet<>();
      for (int at = 0; at < octets; at += 16) {
        int octet = at;
        EnvelopedData bent =
            Envelopes.bent(
                envelope,
                encrypted -> {
                  encrypted[octet] ^= 1;
                  return encrypted;
                });
        Refused refused = refused(archive(order, cr(key, Envelopes.control(bent))));
        assertThat(refused.reason()).as("block at " + at).isEqualTo(Reason.BAD_POP);
        answers.add(refused.why());
      }
      assertThat(answers).hasSize(1);
    }
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
  }

  /** Mallory has seen Alice's message and sends the envelope as her own, for the same key. */
  @Test
  void envelopeOfAnother_isBadPop_alsoWhenItsNameIsBent() {
    Orders mallorys = Orders.forAlice().mailbox("molly@example.org");
    Client mallory = Client.of(parts.pki, "molly@example.org");
    EnvelopedData alices = envelopes.around(content(RSA, info(RSA)));
    int octets = alices.getEncryptedContentInfo().getEncryptedContent().getOctets().length;
    byte[] plain = content(RSA, info(RSA));
    byte[] from = order.mailbox().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] to = "molly@example.org".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    EnvelopedData bent =
        Envelopes.bent(
            alices,
            encrypted -> {
              // what is changed in one block changes the plain text of the next
              for (int i = 0; i < from.length; i++) {
                int at = plain.length - from.length + i - 16;
                encrypted[at] ^= (byte) (from[i] ^ to[i]);
              }
              return encrypted;
            });
    assertThat(octets).isGreaterThan(plain.length);

    for (EnvelopedData sent : List.of(alices, bent)) {
      assertThat(
              refused(archive(mallorys, mallory.sign(writer(RSA, Envelopes.control(sent)))))
                  .reason())
          .isEqualTo(Reason.BAD_POP);
    }
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertThat(escrowed(archive(order, cr(RSA, Envelopes.control(alices))))).isNotNull();
  }

  private byte[] inside(KeyPair templateKey, byte[] privateKeyInfo) {
    return around(templateKey, Envelopes.keyWithId(privateKeyInfo, order.mailbox()));
  }

  private byte[] named(KeyPair key, org.bouncycastle.asn1.ASN1Encodable name) {
    return around(
        key,
        Envelopes.encoded(
            name instanceof GeneralName general
                ? new EncKeyWithID(info(key), general)
                : new EncKeyWithID(info(key), (DERUTF8String) name)));
  }

  private byte[] around(KeyPair templateKey, byte[] content) {
    return alice.sign(
        writer(templateKey, Envelopes.control(envelopes.around(content)))
            .transactionId(CmpWriter.filled(16, 3)));
  }

  private byte[] content(KeyPair key, PrivateKeyInfo info) {
    return Envelopes.keyWithId(Envelopes.encoded(info), order.mailbox());
  }

  private static PrivateKeyInfo info(KeyPair key) {
    return PrivateKeyInfo.getInstance(key.getPrivate().getEncoded());
  }

  private static byte[] behind(byte[] content) {
    return java.util.Arrays.copyOf(content, content.length + 1);
  }

  private static byte[] attributed(PrivateKeyInfo info) {
    try {
      return Envelopes.encoded(
          new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey(), new DERSet()));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The RSA key with two added to one of its numbers: e, d, p, q, dP, dQ, qInv. */
  private static byte[] changed(int number) {
    try {
      ASN1Sequence numbers =
          ASN1Sequence.getInstance(
              RSAPrivateKey.getInstance(info(RSA).parsePrivateKey()).toASN1Primitive());
      ASN1EncodableVector changed = new ASN1EncodableVector();
      for (int i = 0; i < numbers.size(); i++) {
        BigInteger value =
            org.bouncycastle.asn1.ASN1Integer.getInstance(numbers.getObjectAt(i)).getValue();
        changed.add(
            new org.bouncycastle.asn1.ASN1Integer(i == number ? value.add(BigInteger.TWO) : value));
      }
      return Envelopes.encoded(
          new PrivateKeyInfo(info(RSA).getPrivateKeyAlgorithm(), new DERSequence(changed)));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] besides(KeyPair other) {
    return withBeside(
        new DERTaggedObject(
            true,
            1,
            org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                    other.getPublic().getEncoded())
                .getPublicKeyData()));
  }

  private static byte[] beside(int tag) {
    return withBeside(new DERTaggedObject(true, tag, new DERBitString(new byte[40])));
  }

  private static byte[] withBeside(ASN1TaggedObject beside) {
    try {
      ASN1Sequence key = ASN1Sequence.getInstance(info(CURVE).parsePrivateKey());
      return Envelopes.encoded(
          new PrivateKeyInfo(
              info(CURVE).getPrivateKeyAlgorithm(),
              new DERSequence(
                  new org.bouncycastle.asn1.ASN1Encodable[] {
                    key.getObjectAt(0), key.getObjectAt(1), beside
                  })));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
