package org.vouchseal.messages.cmp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.provider.CryptoProviders;

/** Derives the key and computes the MAC, for parameters that were bounded before. */
class MacComputation {

  private final CryptoProviders providers;

  MacComputation(CryptoProviders providers) {
    this.providers = providers;
  }

  CryptoProviders providers() {
    return providers;
  }

  byte[] mac(MacParameters parameters, MacSecret secret, byte[] protectedPart) {
    return secret.use(octets -> mac(parameters, octets, protectedPart));
  }

  private byte[] mac(MacParameters parameters, byte[] secret, byte[] protectedPart) {
    byte[] key = key(parameters, secret);
    try {
      return under(key, parameters, protectedPart);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The derived key, to be wiped by the caller; all the work is here. */
  byte[] key(MacParameters parameters, byte[] secret) {
    try {
      return parameters.kind() == ProtectionKind.PBM
          ? basekey(parameters, secret)
          : pbkdf2(parameters, secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot derive " + parameters, e);
    }
  }

  /** The MAC under a derived key. */
  byte[] under(byte[] key, MacParameters parameters, byte[] protectedPart) {
    try {
      Mac mac = providers.mac(parameters.macName());
      mac.init(new SecretKeySpec(key, parameters.macName()));
      return mac.doFinal(protectedPart);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot compute " + parameters, e);
    }
  }

  /** BASEKEY of RFC 9810 §5.1.3.1; HMAC takes the whole output as its key. */
  private byte[] basekey(MacParameters parameters, byte[] secret) throws GeneralSecurityException {
    MessageDigest owf = providers.digest(parameters.derivationName());
    owf.update(secret);
    byte[] key = owf.digest(parameters.salt());
    for (int i = 1; i < parameters.iterations(); i++) {
      owf.update(key);
      int length = owf.digest(key, 0, key.length);
      if (length != key.length) {
        throw new IllegalStateException("a digest changed its length");
      }
    }
    return key;
  }

  /** PBKDF2 of RFC 8018 §5.2 over octets: the JDK's own takes characters only. */
  private byte[] pbkdf2(MacParameters parameters, byte[] secret) throws GeneralSecurityException {
    Mac prf = providers.mac(parameters.derivationName());
    prf.init(new SecretKeySpec(secret, parameters.derivationName()));
    byte[] key = new byte[parameters.keyOctets()];
    for (int block = 0; block * prf.getMacLength() < key.length; block++) {
      byte[] derived = block(prf, parameters, block + 1);
      int from = block * prf.getMacLength();
      System.arraycopy(derived, 0, key, from, Math.min(derived.length, key.length - from));
      Arrays.fill(derived, (byte) 0);
    }
    return key;
  }

  private static byte[] block(Mac prf, MacParameters parameters, int index)
      throws GeneralSecurityException {
    prf.update(parameters.salt());
    byte[] u = prf.doFinal(new byte[] {0, 0, 0, (byte) index});
    byte[] sum = u.clone();
    for (int i = 1; i < parameters.iterations(); i++) {
      prf.update(u);
      prf.doFinal(u, 0);
      for (int k = 0; k < sum.length; k++) {
        sum[k] ^= u[k];
      }
    }
    return sum;
  }
}
