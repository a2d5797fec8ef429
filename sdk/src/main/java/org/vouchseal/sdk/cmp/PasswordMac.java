package org.vouchseal.sdk.cmp;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.iana.IANAObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.vouchseal.sdk.NotVerified;

/**
 * Password-based MAC (RFC 4211 §4.4, RFC 9481 §6.1.1). Every message of ours has its own random
 * salt; the parameters of an answer are bounded before any work is done with them.
 */
final class PasswordMac {

  static final int SALT_OCTETS = 32;
  private static final int ITERATIONS = 5_000;
  private static final int FEWEST_ITERATIONS = 100;
  private static final int MOST_ITERATIONS = 100_000;
  private static final int SHORTEST_SALT = 8;
  private static final int LONGEST_SALT = 128;

  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
  private static final AlgorithmIdentifier HMAC_SHA256 =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

  private static final Map<ASN1ObjectIdentifier, String> ONE_WAY_FUNCTIONS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  // HMAC-SHA1 is what openssl's CMP puts inside a PBM; as a MAC it is still sound.
  private static final Map<ASN1ObjectIdentifier, String> MACS =
      Map.of(
          IANAObjectIdentifiers.hmacSHA1, "HmacSHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA1, "HmacSHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA256, "HmacSHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "HmacSHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "HmacSHA512");

  private PasswordMac() {}

  /** The protectionAlg of a new message: SHA-256, HMAC-SHA-256, fresh salt. */
  static AlgorithmIdentifier fresh(SecureRandom random) {
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    return new AlgorithmIdentifier(
        CMPObjectIdentifiers.passwordBasedMac,
        new PBMParameter(salt, SHA256, ITERATIONS, HMAC_SHA256));
  }

  /**
   * The MAC over the protected part.
   *
   * @throws NotVerified when the parameters are outside what is accepted
   */
  static byte[] compute(SharedSecret secret, AlgorithmIdentifier algorithm, byte[] protectedPart) {
    PBMParameter parameters = PBMParameter.getInstance(algorithm.getParameters());
    int iterations = iterations(parameters);
    byte[] salt = parameters.getSalt().getOctets();
    if (salt.length < SHORTEST_SALT || salt.length > LONGEST_SALT) {
      throw Refusals.answer("the salt of its MAC has " + salt.length + " octets");
    }
    String digest = ONE_WAY_FUNCTIONS.get(parameters.getOwf().getAlgorithm());
    String mac = MACS.get(parameters.getMac().getAlgorithm());
    if (digest == null || mac == null) {
      throw Refusals.answer("its MAC uses an algorithm that is not accepted");
    }
    try {
      MessageDigest owf = MessageDigest.getInstance(digest);
      owf.update(secret.octets());
      byte[] key = owf.digest(salt);
      for (int i = 1; i < iterations; i++) {
        key = owf.digest(key);
      }
      Mac hmac = Mac.getInstance(mac);
      hmac.init(new SecretKeySpec(key, mac));
      return hmac.doFinal(protectedPart);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a MAC of every Java platform is not available", e);
    }
  }

  private static int iterations(PBMParameter parameters) {
    BigInteger count = parameters.getIterationCount().getValue();
    if (count.compareTo(BigInteger.valueOf(FEWEST_ITERATIONS)) < 0
        || count.compareTo(BigInteger.valueOf(MOST_ITERATIONS)) > 0) {
      throw Refusals.answer(
          "the iteration count of its MAC is "
              + (count.bitLength() > 64 ? "huge" : count)
              + ", accepted are "
              + FEWEST_ITERATIONS
              + " to "
              + MOST_ITERATIONS);
    }
    return count.intValueExact();
  }
}
