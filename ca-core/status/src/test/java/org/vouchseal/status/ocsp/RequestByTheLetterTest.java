package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

/** Requests in the less usual forms of RFC 6960 §4.1, and in forms that it does not have. */
@Tag("db")
class RequestByTheLetterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger GOOD = new BigInteger("40aa", 16);
  private static final BigInteger NEVER = new BigInteger("40dd", 16);

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(NOW.minusSeconds(60));
  private OcspResponder responder;

  @BeforeEach
  void start() {
    IssuingRows issuing = new IssuingRows().clean();
    TestDatabase.shared().clean("status");
    issuing.certificate("smime", GOOD, NOW.plusSeconds(86_400 * 300L));
    StatusRoom room = StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC));
    room.responderRenewal().run();
    responder = Responders.over(pki, folder, pki.token(), settings(3));
  }

  private static OcspSettings settings(int certIds) {
    return new OcspSettings(certIds, Duration.ofHours(24), Duration.ofSeconds(2), 8, 8);
  }

  @Test
  void otherVersion_isMalformed() throws Exception {
    assertThat(status(request(new ASN1Integer(1), null, null))).isEqualTo(1);
    assertThat(status(request(new ASN1Integer(-1), null, null))).isEqualTo(1);
    assertThat(status(request(new ASN1Integer(0), null, null))).isZero();
  }

  @Test
  void signedRequest_isAnsweredAndItsSignatureNotLookedAt() throws Exception {
    GeneralName requestor = new GeneralName(new X500Name("CN=Somebody"));
    DERSequence signature =
        new DERSequence(
            new ASN1Encodable[] {
              new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
              new DERBitString(new byte[64])
            });
    assertThat(status(request(null, requestor, signature))).isZero();
  }

  @Test
  void octetsBehindTheRequest_areMalformed() throws Exception {
    byte[] whole = Requests.request(null, smime("SHA-1", GOOD));
    assertThat(status(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(1);
    byte[] twice = Arrays.copyOf(whole, whole.length * 2);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);
    assertThat(status(twice)).isEqualTo(1);
    assertThat(status(whole)).isZero();
  }

  @Test
  void answerAtHand_isNotGivenToOctetsThatAreNoRequest() throws Exception {
    byte[] whole = Requests.request(null, smime("SHA-1", GOOD));
    byte[] answer = responder.respond(whole).der();
    for (int depth = 0; depth < 4; depth++) {
      for (int octet : new int[] {2 * depth, 2 * depth + 1}) {
        for (int other : new int[] {-1, 1}) {
          byte[] changed = whole.clone();
          changed[octet] += (byte) other;
          assertThat(status(changed)).as(octet + " " + other).isEqualTo(1);
        }
      }
    }
    for (int length = 0; length < whole.length; length++) {
      assertThat(status(Arrays.copyOf(whole, length))).as(length + " octets").isEqualTo(1);
    }
    assertThat(status(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(1);
    assertThat(responder.respond(whole).der()).isEqualTo(answer);
  }

  @Test
  void severalCertificates_areAnsweredInTheirOrderUpToTheLimit() throws Exception {
    CertID[] three = {smime("SHA-256", NEVER), smime("SHA-1", GOOD), smime("SHA-1", NEVER)};
    SingleResp[] answers = answered(Requests.request(null, three));
    assertThat(Arrays.stream(answers).map(a -> (Object) a.getCertID().toASN1Primitive()))
        .containsExactly((Object[]) three);
    assertThat(answers[1].getCertStatus()).isNull();
    assertThat(answers[0].getCertStatus()).isNotNull();
    CertID[] four = Arrays.copyOf(three, 4);
    four[3] = three[1];
    assertThat(status(Requests.request(null, four))).isEqualTo(1);
    assertThat(status(Requests.request(null))).isEqualTo(1);
  }

  @Test
  void certificatesOfTwoIssuers_areUnauthorized() throws Exception {
    CertID other = Requests.id("SHA-1", pki.authority(ResponderKey.TRUST).certificate(), GOOD);
    assertThat(status(Requests.request(null, smime("SHA-1", GOOD), other))).isEqualTo(6);
  }

  @Test
  void nonceThatIsNoOctetString_isMalformed() throws Exception {
    for (byte[] value : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {4, 2, 9})) {
      Extension nonce =
          new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(value));
      assertThat(status(Requests.request(nonce, smime("SHA-1", GOOD)))).isEqualTo(1);
    }
  }

  @Test
  void twoMebibytes_areMalformed() throws Exception {
    byte[] large = new byte[2 * 1024 * 1024];
    large[0] = 0x30;
    assertThat(status(large)).isEqualTo(1);
  }

  /** A request about {@link #GOOD} with what BouncyCastle's builder does not write. */
  private byte[] request(ASN1Integer version, GeneralName requestor, DERSequence signature)
      throws Exception {
    ASN1EncodableVector tbs = new ASN1EncodableVector();
    if (version != null) {
      tbs.add(new DERTaggedObject(true, 0, version));
    }
    if (requestor != null) {
      tbs.add(new DERTaggedObject(true, 1, requestor));
    }
    tbs.add(new DERSequence(new Request(smime("SHA-1", GOOD), null)));
    ASN1EncodableVector whole = new ASN1EncodableVector();
    whole.add(new DERSequence(tbs));
    if (signature != null) {
      whole.add(new DERTaggedObject(true, 0, signature));
    }
    return new DERSequence(whole).getEncoded("DER");
  }

  private CertID smime(String digest, BigInteger serial) {
    return Requests.id(digest, pki.authority(ResponderKey.SMIME).certificate(), serial);
  }

  private int status(byte[] request) throws Exception {
    return new OCSPResp(responder.respond(request).der()).getStatus();
  }

  private SingleResp[] answered(byte[] request) throws Exception {
    OCSPResp answer = new OCSPResp(responder.respond(request).der());
    return ((BasicOCSPResp) answer.getResponseObject()).getResponses();
  }
}
