package org.vouchseal.keyservice.cms;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.PasswordRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.operator.GenericKey;

/**
 * A password recipient whose content key is wrapped by AES-256 key wrap (RFC 3394) under PBKDF2, as
 * RFC 9483 §4.1.6.3 wants it; the library makes PWRI-KEK only.
 */
final class AesWrapForPassword implements RecipientInfoGenerator {

  private static final int KEY_OCTETS = 32;
  private static final String WRAP = "AESWrap";

  private final char[] password;
  private final byte[] salt;
  private final int iterations;
  private final Provider provider;

  /** Wraps once; {@code password} is read then, and wiped by the caller. */
  AesWrapForPassword(char[] password, byte[] salt, int iterations, Provider provider) {
    this.password = password;
    this.salt = salt;
    this.iterations = iterations;
    this.provider = provider;
  }

  @Override
  public RecipientInfo generate(GenericKey contentKey) throws CMSException {
    byte[] wrapping = derived();
    try {
      Cipher cipher = Cipher.getInstance(WRAP, provider);
      cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping, "AES"));
      byte[] wrapped = cipher.wrap(key(contentKey));
      return new RecipientInfo(
          new PasswordRecipientInfo(
              derivation(),
              new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap),
              new DEROctetString(wrapped)));
    } catch (GeneralSecurityException e) {
      throw new CMSException("cannot wrap the content key", e);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
    }
  }

  private AlgorithmIdentifier derivation() {
    AlgorithmIdentifier prf =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, iterations, KEY_OCTETS, prf));
  }

  private byte[] derived() {
    byte[] octets = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password);
    try {
      PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
      generator.init(octets, salt, iterations);
      return ((KeyParameter) generator.generateDerivedMacParameters(KEY_OCTETS * 8)).getKey();
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private static Key key(GenericKey contentKey) {
    return contentKey.getRepresentation() instanceof Key key
        ? key
        : new SecretKeySpec((byte[]) contentKey.getRepresentation(), "AES");
  }
}
