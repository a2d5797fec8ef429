package org.vouchseal.issuing.cms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.registrar.OwnerProofs;
import org.vouchseal.model.SerialNumber;

/** Owner proofs as CMS SignedData: one signer, his certificate inside, SHA-2 only. */
public final class CmsOwnerProofs implements OwnerProofs {

  private static final int MAX_OCTETS = 32 * 1024;
  private static final String SHA2 = "2.16.840.1.101.3.4.2.";

  private final CryptoProviders providers;

  public CmsOwnerProofs(CryptoProviders providers) {
    this.providers = providers;
  }

  @Override
  public Optional<Signer> signerOf(byte[] signedData, String statement) {
    if (signedData.length > MAX_OCTETS) {
      return Optional.empty();
    }
    try {
      ContentInfo content = ContentInfo.getInstance(ASN1Primitive.fromByteArray(signedData));
      byte[] expected = statement.getBytes(StandardCharsets.US_ASCII);
      CMSSignedData attached = new CMSSignedData(content);
      CMSSignedData whole =
          attached.isDetachedSignature()
              ? new CMSSignedData(new CMSProcessableByteArray(expected), content)
              : attached;
      boolean sameContent =
          whole.getSignedContent() != null
              && java.security.MessageDigest.isEqual(
                  expected, (byte[]) whole.getSignedContent().getContent());
      return sameContent ? onlySigner(whole) : Optional.empty();
    } catch (IOException
        | CMSException
        | OperatorCreationException
        | CertificateException
        | RuntimeException notAProof) {
      return Optional.empty();
    }
  }

  private Optional<Signer> onlySigner(CMSSignedData data)
      throws CMSException, OperatorCreationException, IOException, CertificateException {
    Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
    if (signers.size() != 1) {
      return Optional.empty();
    }
    SignerInformation signer = signers.iterator().next();
    @SuppressWarnings("unchecked") // the selector matches certificates only
    Collection<X509CertificateHolder> found = data.getCertificates().getMatches(signer.getSID());
    if (found.size() != 1 || !signer.getDigestAlgOID().startsWith(SHA2)) {
      return Optional.empty();
    }
    X509CertificateHolder certificate = found.iterator().next();
    boolean verifies =
        signer.verify(
            new JcaSimpleSignerInfoVerifierBuilder()
                .setProvider(providers.bouncyCastle())
                .build(certificate));
    return verifies
        ? Optional.of(
            new Signer(new SerialNumber(certificate.getSerialNumber()), certificate.getEncoded()))
        : Optional.empty();
  }
}
