package org.vouchseal.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/** A signature of any provider, for the library's builders. */
final class JcaSigner implements ContentSigner {

  private final AlgorithmIdentifier algorithm;
  private final Signature signature;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  JcaSigner(AlgorithmIdentifier algorithm, Signature signature) {
    this.algorithm = algorithm;
    this.signature = signature;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    try {
      signature.update(content.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
