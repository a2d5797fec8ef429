package org.vouchseal.keyservice.cms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.hsm.DecryptionKey;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.archive.ArchiveEnvelopes;
import org.vouchseal.keyservice.archive.ExpectedKey;
import org.vouchseal.model.Outcome;

/**
 * EnvelopedData for the archive: one recipient by RSAES-OAEP with SHA-256, named by the transport
 * certificate; content AES-CBC, an EncKeyWithID. CBC because RFC 5652 has no other for
 * EnvelopedData; that nobody bends it is held by {@link EncKeyWithIdReader}, which takes no octet
 * that it has not judged.
 */
public final class CmsArchiveEnvelopes implements ArchiveEnvelopes {

  /** id-ct-encKeyWithID (RFC 4211 §6.4). */
  private static final ASN1ObjectIdentifier ENC_KEY_WITH_ID =
      PKCSObjectIdentifiers.id_ct.branch("21");

  private static final Map<ASN1ObjectIdentifier, Integer> KEY_OCTETS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 16,
          NISTObjectIdentifiers.id_aes192_CBC, 24,
          NISTObjectIdentifiers.id_aes256_CBC, 32);

  private final DecryptionKey key;
  private final X509CertificateHolder certificate;
  private final CryptoProviders providers;

  /**
   * Envelopes for one key.
   *
   * @param certificate DER of the transport certificate for it
   */
  public CmsArchiveEnvelopes(DecryptionKey key, byte[] certificate, CryptoProviders providers) {
    this.key = key;
    try {
      this.certificate = new X509CertificateHolder(certificate);
    } catch (IOException e) {
      throw new IllegalStateException("the transport certificate of the archive", e);
    }
    this.providers = providers;
  }

  @Override
  public Outcome<Closed, String> read(byte[] envelopedData) {
    try {
      return readable(EnvelopedData.getInstance(envelopedData));
    } catch (RuntimeException malformed) {
      return Outcome.refused("encryptedPrivKey cannot be decoded");
    }
  }

  private Outcome<Closed, String> readable(EnvelopedData envelope) {
    EncryptedContentInfo content = envelope.getEncryptedContentInfo();
    AlgorithmIdentifier cipher = content.getContentEncryptionAlgorithm();
    Integer keyOctets = KEY_OCTETS.get(cipher.getAlgorithm());
    if (envelope.getRecipientInfos().size() != 1
        || !(RecipientInfo.getInstance(envelope.getRecipientInfos().getObjectAt(0)).getInfo()
            instanceof KeyTransRecipientInfo recipient)
        || !isOurs(recipient.getRecipientIdentifier())) {
      return Outcome.refused(
          "encryptedPrivKey needs one recipient: the certificate archive-transport of this CA");
    }
    if (!isOaepWithSha256(recipient.getKeyEncryptionAlgorithm())) {
      return Outcome.refused("the recipient's algorithm must be RSAES-OAEP with SHA-256");
    }
    if (keyOctets == null) {
      return Outcome.refused("encryptedPrivKey must be encrypted by AES-CBC");
    }
    if (!content.getContentType().equals(ENC_KEY_WITH_ID)) {
      return Outcome.refused("encryptedPrivKey must hold an EncKeyWithID (RFC 4211)");
    }
    if (content.getEncryptedContent() == null) {
      return Outcome.refused("encryptedPrivKey has no content");
    }
    byte[] initial = ASN1OctetString.getInstance(cipher.getParameters()).getOctets();
    byte[] encryptedKey = recipient.getEncryptedKey().getOctets();
    byte[] encrypted = content.getEncryptedContent().getOctets();
    return Outcome.of(expected -> open(encryptedKey, keyOctets, initial, encrypted, expected));
  }

  private Optional<byte[]> open(
      byte[] encryptedKey, int keyOctets, byte[] initial, byte[] encrypted, ExpectedKey expected) {
    byte[] contentKey = new byte[0];
    byte[] plain = new byte[0];
    try {
      contentKey = key.decrypt(encryptedKey);
      if (contentKey.length != keyOctets) {
        return Optional.empty();
      }
      Cipher cipher = providers.cipher("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(contentKey, "AES"), new IvParameterSpec(initial));
      plain = cipher.doFinal(encrypted);
      return EncKeyWithIdReader.privateKey(plain, expected);
    } catch (OpeningRefused | GeneralSecurityException closed) {
      return Optional.empty();
    } finally {
      Arrays.fill(contentKey, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private boolean isOurs(RecipientIdentifier recipient) {
    if (recipient.isTagged()) {
      SubjectKeyIdentifier ours = SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
      return ours != null
          && Arrays.equals(
              ours.getKeyIdentifier(), ASN1OctetString.getInstance(recipient.getId()).getOctets());
    }
    IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(recipient.getId());
    return named.getName().equals(certificate.getIssuer())
        && named.getSerialNumber().hasValue(certificate.getSerialNumber());
  }

  private static boolean isOaepWithSha256(AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
      return false;
    }
    RSAESOAEPparams parameters = RSAESOAEPparams.getInstance(algorithm.getParameters());
    return parameters.getHashAlgorithm().getAlgorithm().equals(NISTObjectIdentifiers.id_sha256)
        && parameters.getMaskGenAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
        && AlgorithmIdentifier.getInstance(parameters.getMaskGenAlgorithm().getParameters())
            .getAlgorithm()
            .equals(NISTObjectIdentifiers.id_sha256)
        && parameters.getPSourceAlgorithm().equals(RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM);
  }
}
