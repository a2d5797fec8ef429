package org.vouchseal.messages.cmp;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.vouchseal.model.Outcome;

/**
 * The parameters of a password-based MAC, read and found to be within the limits before any key is
 * derived.
 *
 * @param kind {@link ProtectionKind#PBM} or {@link ProtectionKind#PBMAC1}
 * @param derivation the one-way function of PBM, or the PRF of PBKDF2
 * @param derivationName its name in the JDK: a digest for PBM, a MAC for PBMAC1
 * @param mac the MAC over the message
 * @param macName its name in the JDK
 * @param salt not copied
 * @param iterations of the key derivation
 * @param keyOctets length of the derived key; for PBM the length of the one-way function's output
 */
public record MacParameters(
    ProtectionKind kind,
    AlgorithmIdentifier derivation,
    String derivationName,
    AlgorithmIdentifier mac,
    String macName,
    byte[] salt,
    int iterations,
    int keyOctets) {

  private static final int MIN_KEY_OCTETS = 16;
  private static final int MAX_KEY_OCTETS = 64;

  /**
   * Reads protectionAlg of a message under a MAC; does no cryptographic work.
   *
   * @return refused with badAlg when an algorithm is not allowed or a number is out of its limits,
   *     with badDataFormat when the parameters are malformed
   */
  static Outcome<MacParameters, CmpRefusal> read(AlgorithmIdentifier protection, MacLimits limits) {
    try {
      return protection.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)
          ? pbm(PBMParameter.getInstance(protection.getParameters()), limits)
          : pbmac1(PBMAC1Params.getInstance(protection.getParameters()), limits);
    } catch (RuntimeException malformed) {
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the parameters of protectionAlg are malformed"));
    }
  }

  private static Outcome<MacParameters, CmpRefusal> pbm(PBMParameter parameters, MacLimits limits) {
    byte[] salt = parameters.getSalt().getOctets();
    BigInteger iterations = parameters.getIterationCount().getValue();
    Optional<CmpRefusal> refused = outOfLimits(salt, iterations, limits);
    if (refused.isPresent()) {
      return Outcome.refused(refused.get());
    }
    Optional<String> owf = MacAlgorithms.digest(parameters.getOwf());
    if (owf.isEmpty()) {
      return notAllowed("owf", parameters.getOwf(), "SHA-256, SHA-384, SHA-512");
    }
    Optional<String> mac = MacAlgorithms.macInsidePbm(parameters.getMac());
    if (mac.isEmpty()) {
      return notAllowed("mac", parameters.getMac(), "HMAC with SHA-1, SHA-256, SHA-384, SHA-512");
    }
    return Outcome.of(
        new MacParameters(
            ProtectionKind.PBM,
            parameters.getOwf(),
            owf.get(),
            parameters.getMac(),
            mac.get(),
            salt,
            iterations.intValueExact(),
            outputOctets(owf.get())));
  }

  private static Outcome<MacParameters, CmpRefusal> pbmac1(
      PBMAC1Params parameters, MacLimits limits) {
    AlgorithmIdentifier derivation = parameters.getKeyDerivationFunc();
    if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      return notAllowed("keyDerivationFunc", derivation, "PBKDF2");
    }
    PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
    Optional<CmpRefusal> refused =
        outOfLimits(pbkdf2.getSalt(), pbkdf2.getIterationCount(), limits);
    if (refused.isPresent()) {
      return Outcome.refused(refused.get());
    }
    Optional<String> prf = MacAlgorithms.mac(pbkdf2.getPrf());
    if (prf.isEmpty()) {
      return notAllowed("prf", pbkdf2.getPrf(), "HMAC with SHA-256, SHA-384, SHA-512");
    }
    AlgorithmIdentifier scheme = parameters.getMessageAuthScheme();
    Optional<String> mac = MacAlgorithms.mac(scheme);
    if (mac.isEmpty()) {
      return notAllowed("messageAuthScheme", scheme, "HMAC with SHA-256, SHA-384, SHA-512");
    }
    BigInteger keyLength =
        pbkdf2.getKeyLength() == null
            ? BigInteger.valueOf(outputOctets(mac.get()))
            : pbkdf2.getKeyLength();
    if (!between(keyLength, MIN_KEY_OCTETS, MAX_KEY_OCTETS)) {
      return outside("keyLength", keyLength, MIN_KEY_OCTETS, MAX_KEY_OCTETS);
    }
    return Outcome.of(
        new MacParameters(
            ProtectionKind.PBMAC1,
            pbkdf2.getPrf(),
            prf.get(),
            scheme,
            mac.get(),
            pbkdf2.getSalt(),
            pbkdf2.getIterationCount().intValueExact(),
            keyLength.intValueExact()));
  }

  private static Optional<CmpRefusal> outOfLimits(
      byte[] salt, BigInteger iterations, MacLimits limits) {
    if (!between(iterations, limits.minIterations(), limits.maxIterations())) {
      return outside("iterationCount", iterations, limits.minIterations(), limits.maxIterations())
          .fault();
    }
    BigInteger length = BigInteger.valueOf(salt.length);
    return between(length, limits.minSalt(), limits.maxSalt())
        ? Optional.empty()
        : outside("length of salt", length, limits.minSalt(), limits.maxSalt()).fault();
  }

  private static boolean between(BigInteger value, int min, int max) {
    return value.compareTo(BigInteger.valueOf(min)) >= 0
        && value.compareTo(BigInteger.valueOf(max)) <= 0;
  }

  private static Outcome<MacParameters, CmpRefusal> outside(
      String field, BigInteger found, int min, int max) {
    String value =
        found.bitLength() > 64 ? "a number of " + found.bitLength() + " bits" : "" + found;
    return Outcome.refused(
        CmpFailure.BAD_ALG.because(field + " is " + value + ", allowed are " + min + " to " + max));
  }

  private static Outcome<MacParameters, CmpRefusal> notAllowed(
      String field, AlgorithmIdentifier found, String allowed) {
    return Outcome.refused(
        CmpFailure.BAD_ALG.because(
            field + " " + found.getAlgorithm() + " is not accepted, allowed are " + allowed));
  }

  private static int outputOctets(String name) {
    return Integer.parseInt(name.substring(name.length() - 3)) / 8;
  }

  @Override
  public String toString() {
    return kind + " " + derivationName + " " + macName + " " + iterations + " iterations";
  }
}
