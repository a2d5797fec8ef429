package org.vouchseal.sdk.cmp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.jspecify.annotations.Nullable;

/** A request for a certificate of a key of ours, with proof of possession by signature. */
final class OwnKeyRequest {

  private static final int CERT_REQ_ID = 0;

  private final SecureRandom random;

  OwnKeyRequest(SecureRandom random) {
    this.random = random;
  }

  @SuppressWarnings("NullAway") // absent optional fields are null in BouncyCastle's constructors
  CertReqMsg request(X500Name name, KeyPair key, @Nullable Controls controls) {
    CertTemplate template =
        new CertTemplateBuilder()
            .setSubject(name)
            .setPublicKey(SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()))
            .build();
    CertRequest request = new CertRequest(CERT_REQ_ID, template, controls);
    return new CertReqMsg(request, possession(request, key), null);
  }

  private ProofOfPossession possession(CertRequest request, KeyPair key) {
    String name = SignatureAlgorithms.of(key.getPrivate());
    try {
      Signature signer = Signature.getInstance(name);
      signer.initSign(key.getPrivate(), random);
      signer.update(request.getEncoded(ASN1Encoding.DER));
      return new ProofOfPossession(
          new POPOSigningKey(
              null,
              new DefaultSignatureAlgorithmIdentifierFinder().find(name),
              new DERBitString(signer.sign())));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the new signing key does not sign", e);
    }
  }
}
