package org.vouchseal.issuing.profile;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vouchseal.model.ProfileName;

/**
 * What a certificate of a kind may and must contain; checked, immutable. Made by {@link
 * CertificateProfiles} alone from the table.
 *
 * @param issuers names of the CAs that may issue it; {@code self} for a self-signed one
 * @param keyClass the one use of its keys
 * @param keys kinds of keys, any of them
 * @param rsaExponent the one public exponent of RSA keys: with a second one, two holders could be
 *     given one modulus, and each then finds the private key of the other
 * @param keyUsage bits by family of key; a family without bits cannot be certified
 * @param extendedKeyUsage purposes in order; empty means no such extension
 * @param pointers addresses carried
 * @param noCheck whether id-pkix-ocsp-nocheck is carried
 * @param subject rules for the subject's attributes
 * @param mailboxes whether the subjectAltName holds mailboxes; if not, there is no such extension
 * @param smimeCapabilities in order of preference; empty means no such extension
 * @param longestValidity longest distance from notBefore to notAfter, plus one second
 */
public record CertificateProfile(
    ProfileName name,
    Set<String> issuers,
    KeyClass keyClass,
    List<KeyRule> keys,
    int rsaExponent,
    BasicConstraints basicConstraints,
    Map<KeyFamily, Set<KeyUsageBit>> keyUsage,
    List<ExtendedKeyPurpose> extendedKeyUsage,
    boolean extendedKeyUsageCritical,
    PolicyRule policies,
    Set<StatusPointer> pointers,
    boolean noCheck,
    SubjectRules subject,
    boolean mailboxes,
    List<SmimeCapability> smimeCapabilities,
    Duration longestValidity) {

  private static final Set<KeyUsageBit> ESCROWABLE =
      Set.of(KeyUsageBit.KEY_ENCIPHERMENT, KeyUsageBit.KEY_AGREEMENT);

  public CertificateProfile {
    issuers = Set.copyOf(issuers);
    keys = List.copyOf(keys);
    keyUsage = Map.copyOf(keyUsage);
    extendedKeyUsage = List.copyOf(extendedKeyUsage);
    pointers = Set.copyOf(pointers);
    smimeCapabilities = List.copyOf(smimeCapabilities);
    for (KeyRule rule : keys) {
      Set<KeyUsageBit> bits = keyUsage.getOrDefault(rule.family(), Set.of());
      require(!bits.isEmpty(), name, "allows " + rule + " keys without any key usage");
      boolean escrowable = ESCROWABLE.containsAll(bits);
      require(
          fits(keyClass, bits, escrowable),
          name,
          "of class " + keyClass + " has the key usage " + bits);
    }
    require(!keys.isEmpty(), name, "allows no key");
    require(!issuers.isEmpty(), name, "has no issuer");
    require(rsaExponent >= 65537 && rsaExponent % 2 == 1, name, "has the exponent " + rsaExponent);
    require(
        basicConstraints.isCa() == keyUsage.values().stream().anyMatch(CertificateProfile::isCa),
        name,
        "has keyCertSign without being a CA, or the reverse");
    require(
        issuers.contains("self") || basicConstraints.isCa() || !extendedKeyUsage.isEmpty(),
        name,
        "has no extended key usage");
    require(!longestValidity.isNegative() && !longestValidity.isZero(), name, "has no validity");
  }

  /** Whether the key must be in escrow before it is certified; if not, it must not be there. */
  public boolean escrowed() {
    return keyClass == KeyClass.ENC;
  }

  /** Whether it is for applicants: bound to an order, an owner and a tier. */
  public boolean endEntity() {
    return keyClass != KeyClass.SERVICE;
  }

  private static boolean isCa(Set<KeyUsageBit> bits) {
    return bits.contains(KeyUsageBit.KEY_CERT_SIGN);
  }

  /** Signing or encrypting, never both; a key of our own may be for either. */
  private static boolean fits(KeyClass keyClass, Set<KeyUsageBit> bits, boolean escrowable) {
    return switch (keyClass) {
      case SIGN -> !escrowable;
      case ENC -> escrowable;
      case SERVICE -> escrowable || Collections.disjoint(bits, ESCROWABLE);
    };
  }

  private static void require(boolean condition, ProfileName name, String fault) {
    if (!condition) {
      throw new IllegalArgumentException("profile " + name + " " + fault);
    }
  }
}
