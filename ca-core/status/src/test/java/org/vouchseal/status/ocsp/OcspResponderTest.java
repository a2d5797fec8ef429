package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.http.WebAnswer;
import org.vouchseal.status.http.WebRequest;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

@Tag("db")
class OcspResponderTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final Instant WHOLE = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger GOOD = new BigInteger("40aa", 16);
  private static final BigInteger REVOKED = new BigInteger("40bb", 16);
  private static final BigInteger TRUST = new BigInteger("40cc", 16);
  private static final Instant LATER = NOW.plusSeconds(86_400 * 300L);
  private static final Instant REVOKED_AT = NOW.minusSeconds(3_600);

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(WHOLE.minusSeconds(60));
  private final IssuingRows issuing = new IssuingRows();
  private StatusRoom room;

  @BeforeEach
  void issueAndRevoke() {
    issuing.clean();
    TestDatabase.shared().clean("status");
    issuing.certificate("smime", GOOD, LATER);
    issuing.certificate("smime", REVOKED, LATER);
    issuing.certificate("trust", TRUST, LATER);
    issuing.revocation("smime", REVOKED, REVOKED_AT, RevocationReason.KEY_COMPROMISE, LATER);
    room = StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC));
    room.responderRenewal().run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-1", "SHA-256"})
  void issuedCertificate_isGoodUnderTheSameHash(String digest) throws Exception {
    CertID asked = smime(digest, GOOD);
    BasicOCSPResp answer = answered(Requests.request(null, asked));
    SingleResp single = answer.getResponses()[0];
    assertThat(single.getCertStatus()).isNull();
    assertThat(single.getCertID().toASN1Primitive()).isEqualTo(asked);
    assertThat(single.getThisUpdate()).isEqualTo(Date.from(WHOLE));
    assertThat(single.getNextUpdate()).isEqualTo(Date.from(WHOLE.plusSeconds(86_400)));
    assertThat(answer.getProducedAt()).isEqualTo(Date.from(WHOLE));
  }

  @Test
  void answer_isSignedByTheDelegateOfTheIssuer() throws Exception {
    for (ResponderKey responder : ResponderKey.values()) {
      BigInteger serial = responder == ResponderKey.SMIME ? GOOD : TRUST;
      X509CertificateHolder ca = pki.authority(responder).certificate();
      BasicOCSPResp answer = answered(Requests.request(null, Requests.id("SHA-1", ca, serial)));
      X509CertificateHolder delegate = answer.getCerts()[0];
      JcaContentVerifierProviderBuilder verifiers =
          new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider());
      assertThat(answer.isSignatureValid(verifiers.build(delegate))).isTrue();
      assertThat(delegate.isSignatureValid(verifiers.build(ca))).isTrue();
      assertThat(answer.getResponderId().toASN1Primitive().getKeyHash()).isNotNull();
      assertThat(answer.getResponses()[0].getCertStatus()).isNull();
    }
  }

  @Test
  void revokedCertificate_isRevokedWithItsReasonEvenAfterItExpired() throws Exception {
    for (Instant now : new Instant[] {NOW, NOW.plusSeconds(86_400 * 20L)}) {
      StatusRoom then = StatusBench.room(pki, folder, Clock.fixed(now, ZoneOffset.UTC));
      BasicOCSPResp answer = answered(then, Requests.request(null, smime("SHA-1", REVOKED)));
      RevokedStatus status = (RevokedStatus) answer.getResponses()[0].getCertStatus();
      assertThat(status.getRevocationTime())
          .isEqualTo(Date.from(REVOKED_AT.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
      assertThat(status.getRevocationReason()).isEqualTo(1);
    }
  }

  @Test
  void reasonUnspecified_isLeftOut() throws Exception {
    issuing.revocation("smime", GOOD, REVOKED_AT, RevocationReason.UNSPECIFIED, LATER);
    BasicOCSPResp answer = answered(Requests.request(null, smime("SHA-1", GOOD)));
    assertThat(((RevokedStatus) answer.getResponses()[0].getCertStatus()).hasRevocationReason())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"40ab", "1", "0", "-5", "40aa00", "ffffffffffffffffffffffffffffffffffffffffffff"})
  void serialThatWasNeverIssued_isUnknownAndNeverGood(String serial) throws Exception {
    BasicOCSPResp answer =
        answered(Requests.request(null, smime("SHA-1", new BigInteger(serial, 16))));
    assertThat(answer.getResponses()[0].getCertStatus()).isInstanceOf(UnknownStatus.class);
  }

  @Test
  void serialOfTheOtherIssuer_isUnknown() throws Exception {
    BasicOCSPResp answer = answered(Requests.request(null, smime("SHA-1", TRUST)));
    assertThat(answer.getResponses()[0].getCertStatus()).isInstanceOf(UnknownStatus.class);
  }

  @Test
  void foreignIssuer_isUnauthorized() {
    StatusPki other = new StatusPki(WHOLE);
    X509CertificateHolder foreign = other.authority(ResponderKey.SMIME).certificate();
    assertThat(error(Requests.request(null, Requests.id("SHA-1", foreign, GOOD))))
        .isEqualTo(OCSPResp.UNAUTHORIZED);
    assertThat(error(Requests.request(null, Requests.id("SHA-1", pki.root().certificate(), GOOD))))
        .isEqualTo(OCSPResp.UNAUTHORIZED);
  }

  @Test
  void certIdUnderAnotherHash_isUnauthorized() {
    assertThat(error(Requests.request(null, smime("SHA-384", GOOD))))
        .isEqualTo(OCSPResp.UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 32, 128})
  void nonce_isEchoedAndTheAnswerNotStored(int octets) throws Exception {
    Extension nonce = Requests.nonce(octets);
    byte[] request = Requests.request(nonce, smime("SHA-1", GOOD));
    BasicOCSPResp answer = answered(request);
    assertThat(answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)).isEqualTo(nonce);
    assertThat(post(room, request).headers().get("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void requestWithoutNonce_getsNone() throws Exception {
    BasicOCSPResp answer = answered(Requests.request(null, smime("SHA-1", GOOD)));
    assertThat(answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 129})
  void nonceOfAnotherLength_isMalformed(int octets) {
    assertThat(error(Requests.request(Requests.nonce(octets), smime("SHA-1", GOOD))))
        .isEqualTo(OCSPResp.MALFORMED_REQUEST);
  }

  @Test
  void unknownCriticalExtension_isMalformed() {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    DEROctetString value = new DEROctetString(new byte[] {5, 0});
    CertID id = smime("SHA-1", GOOD);
    assertThat(error(Requests.request(new Extension(oid, true, value), id)))
        .isEqualTo(OCSPResp.MALFORMED_REQUEST);
    assertThat(error(Requests.request(new Extension(oid, false, value), id)))
        .isEqualTo(OCSPResp.SUCCESSFUL);
  }

  @Test
  void moreCertificatesThanAllowed_areMalformed() {
    assertThat(error(Requests.request(null, smime("SHA-1", GOOD), smime("SHA-1", REVOKED))))
        .isEqualTo(OCSPResp.MALFORMED_REQUEST);
  }

  @Test
  void requestCutShortOrFlipped_neverThrows() {
    byte[] whole = Requests.request(Requests.nonce(16), smime("SHA-256", GOOD));
    for (int length = 0; length < whole.length; length++) {
      assertThat(error(Arrays.copyOf(whole, length))).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    }
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(error(flipped))
          .isIn(OCSPResp.MALFORMED_REQUEST, OCSPResp.UNAUTHORIZED, OCSPResp.SUCCESSFUL);
    }
  }

  @Test
  void withoutResponderCertificate_isTryLater() {
    TestDatabase.shared().clean("status");
    assertThat(error(Requests.request(null, smime("SHA-1", GOOD)))).isEqualTo(OCSPResp.TRY_LATER);
  }

  @Test
  void withExpiredResponderCertificate_isTryLater() throws Exception {
    StatusRoom then =
        StatusBench.room(pki, folder, Clock.fixed(NOW.plusSeconds(86_400 * 31L), ZoneOffset.UTC));
    assertThat(status(then, Requests.request(null, smime("SHA-1", GOOD))))
        .isEqualTo(OCSPResp.TRY_LATER);
  }

  private CertID smime(String digest, BigInteger serial) {
    return Requests.id(digest, pki.authority(ResponderKey.SMIME).certificate(), serial);
  }

  private BasicOCSPResp answered(byte[] request) throws Exception {
    return answered(room, request);
  }

  private static BasicOCSPResp answered(StatusRoom room, byte[] request) throws Exception {
    OCSPResp response = new OCSPResp(post(room, request).body());
    assertThat(response.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
    return (BasicOCSPResp) response.getResponseObject();
  }

  private int error(byte[] request) {
    return status(room, request);
  }

  private static int status(StatusRoom room, byte[] request) {
    try {
      return new OCSPResp(post(room, request).body()).getStatus();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static WebAnswer post(StatusRoom room, byte[] request) throws Exception {
    WebAnswer answer =
        room.ocsp()
            .respond(
                new WebRequest(
                    "POST",
                    "/ocsp",
                    name ->
                        Optional.ofNullable(
                            Map.of("Content-Type", "application/ocsp-request").get(name)),
                    new ByteArrayInputStream(request)));
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }
}
