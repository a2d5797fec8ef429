package org.vouchseal.sdk.cms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.vouchseal.sdk.cmp.SignatureAlgorithms;
import org.vouchseal.sdk.enrolment.StoredIdentity;

/** A short text signed by one identity, with the text and the signing certificate inside. */
public final class SignedStatement {

  private SignedStatement() {}

  /** DER of the SignedData over the ASCII of {@code text}. */
  public static byte[] over(String text, StoredIdentity identity) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(
                  new JcaContentSignerBuilder(SignatureAlgorithms.of(identity.signingKey()))
                      .build(identity.signingKey()),
                  identity.path().get(0)));
      generator.addCertificates(new JcaCertStore(identity.path().subList(0, 1)));
      return generator
          .generate(new CMSProcessableByteArray(text.getBytes(StandardCharsets.US_ASCII)), true)
          .getEncoded(ASN1Encoding.DER);
    } catch (OperatorCreationException
        | CertificateEncodingException
        | CMSException
        | IOException e) {
      throw new IllegalStateException("the signing key does not sign", e);
    }
  }
}
