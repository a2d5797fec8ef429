package org.vouchseal.keyservice.cms;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;

/** Lets BouncyCastle sign one structure with a key of the token. */
final class TokenContentSigner implements ContentSigner {

  private final SigningKey key;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  TokenContentSigner(SigningKey key) {
    this.key = key;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    SignatureAlgorithm algorithm = key.algorithm();
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(algorithm.oid());
    return switch (algorithm) {
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> new AlgorithmIdentifier(oid, DERNull.INSTANCE);
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519 -> new AlgorithmIdentifier(oid);
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return message;
  }

  @Override
  public byte[] getSignature() {
    return key.sign(message.toByteArray());
  }
}
