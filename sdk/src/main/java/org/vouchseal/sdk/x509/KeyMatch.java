package org.vouchseal.sdk.x509;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/** Whether a private key is the other half of a public key, found by using both. */
public final class KeyMatch {

  private static final byte[] PROBE =
      "vouchseal pairwise consistency".getBytes(StandardCharsets.US_ASCII);

  private KeyMatch() {}

  /** True when what the private key signs the public key verifies, for RSA with equal moduli. */
  public static boolean pair(PrivateKey privateKey, PublicKey publicKey) {
    if (privateKey instanceof RSAPrivateKey rsa
        && publicKey instanceof RSAPublicKey other
        && !rsa.getModulus().equals(other.getModulus())) {
      return false;
    }
    try {
      Signature signer = Signature.getInstance(algorithm(privateKey));
      signer.initSign(privateKey);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm(privateKey));
      verifier.initVerify(publicKey);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return key instanceof ECKey ? "SHA256withECDSA" : "SHA256withRSA";
  }
}
