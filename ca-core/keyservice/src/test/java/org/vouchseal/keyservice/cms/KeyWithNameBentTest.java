package org.vouchseal.keyservice.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyPair;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.archive.ExpectedKey;
import org.vouchseal.keyservice.fixtures.TestPki;

/** An EncKeyWithID in which something stands that nobody judges: octets for who bends blocks. */
class KeyWithNameBentTest {

  private static final KeyPair RSA = TestPki.rsaKeys(2048);
  private static final KeyPair CURVE = TestPki.curveKeys();
  private static final ASN1Encodable NAME = new DERUTF8String("alice@example.org");

  @Test
  void plainKeys_areTaken() throws IOException {
    assertThat(isTaken(CURVE, der(info(CURVE), NAME))).isTrue();
    assertThat(isTaken(RSA, der(info(RSA), NAME))).isTrue();
    assertThat(isTaken(CURVE, der(with(point(CURVE)), NAME))).isTrue();
  }

  @Test
  void elementThatNobodyReads_isNotTaken() throws IOException {
    assertThat(isTaken(CURVE, der(info(CURVE), NAME, new DEROctetString(new byte[40])))).isFalse();
  }

  @Test
  void otherEncodingOfTheSame_isNotTaken() throws IOException {
    byte[] ber = new BERSequence(new ASN1Encodable[] {info(CURVE), NAME}).getEncoded("BER");

    assertThat(isTaken(CURVE, ber)).isFalse();
  }

  @Test
  void pointOfAnotherKeyBeside_isNotTaken() throws IOException {
    assertThat(isTaken(CURVE, der(with(point(TestPki.curveKeys())), NAME))).isFalse();
  }

  @Test
  void otherCurveBeside_isNotTaken() throws IOException {
    assertThat(
            isTaken(
                CURVE,
                der(with(new DERTaggedObject(true, 0, SECObjectIdentifiers.secp384r1)), NAME)))
        .isFalse();
  }

  @Test
  void unknownBeside_isNotTaken() throws IOException {
    assertThat(
            isTaken(
                CURVE,
                der(with(new DERTaggedObject(true, 2, new DERBitString(new byte[40]))), NAME)))
        .isFalse();
  }

  @Test
  void moreNumbersInAnRsaKey_areNotTaken() throws IOException {
    ASN1Sequence numbers = ASN1Sequence.getInstance(info(RSA).parsePrivateKey());
    ASN1EncodableVector more = new ASN1EncodableVector();
    numbers.forEach(more::add);
    more.add(new DERSequence(new ASN1Integer(5)));

    assertThat(
            isTaken(
                RSA,
                der(
                    new PrivateKeyInfo(info(RSA).getPrivateKeyAlgorithm(), new DERSequence(more)),
                    NAME)))
        .isFalse();
  }

  private static boolean isTaken(KeyPair key, byte[] plain) {
    return EncKeyWithIdReader.privateKey(
            plain, new ExpectedKey(key.getPublic().getEncoded(), Set.of("alice@example.org")))
        .isPresent();
  }

  private static PrivateKeyInfo info(KeyPair key) {
    return PrivateKeyInfo.getInstance(key.getPrivate().getEncoded());
  }

  private static ASN1Encodable point(KeyPair key) {
    return new DERTaggedObject(
        true, 1, SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()).getPublicKeyData());
  }

  private static PrivateKeyInfo with(ASN1Encodable beside) throws IOException {
    ASN1Sequence key = ASN1Sequence.getInstance(info(CURVE).parsePrivateKey());
    return new PrivateKeyInfo(
        info(CURVE).getPrivateKeyAlgorithm(),
        new DERSequence(new ASN1Encodable[] {key.getObjectAt(0), key.getObjectAt(1), beside}));
  }

  private static byte[] der(ASN1Encodable... elements) throws IOException {
    return new DERSequence(elements).getEncoded("DER");
  }
}
