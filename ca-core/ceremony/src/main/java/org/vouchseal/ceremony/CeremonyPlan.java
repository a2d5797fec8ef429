package org.vouchseal.ceremony;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.model.AssuranceTier;

/**
 * What a ceremony makes; checked by {@link PlanReader}.
 *
 * @param publicUrl what certificates carry as address of the installation, no slash at the end
 * @param name of the CA, when several stand below one address; its addresses carry it
 * @param reservedPolicy whether the S/MIME CA asserts the policies of the CA/Browser Forum, too
 * @param organizationName attribute O of every subject
 * @param country attribute C of every subject
 * @param certificates by name: {@code root}, {@code smime}, {@code trust}, {@code cmp-signer},
 *     {@code kga}, {@code ra-NAME}, and {@code archive-transport} unless it is left out
 * @param rootCrlValidity from thisUpdate to nextUpdate
 * @param keys algorithm of each key without a certificate, by name of its purpose
 */
record CeremonyPlan(
    String publicUrl,
    Optional<String> name,
    boolean reservedPolicy,
    String organizationName,
    String country,
    Map<String, PlannedCertificate> certificates,
    Duration rootCrlValidity,
    Map<String, KeyAlgorithm> keys,
    List<PlannedRegistrationAuthority> registrationAuthorities) {

  /**
   * A certificate and its key.
   *
   * @param commonName attribute CN of the subject
   * @param algorithm of the certified key
   * @param validity notBefore to notAfter, plus one second
   */
  record PlannedCertificate(String commonName, KeyAlgorithm algorithm, Duration validity) {}

  /**
   * What a registration authority may do.
   *
   * @param mailDomains A-labels, or {@code *} alone for every one
   * @param dailyQuota orders on a day (UTC)
   */
  record PlannedRegistrationAuthority(
      String name,
      List<AssuranceTier> tiers,
      List<String> mailDomains,
      int dailyQuota,
      boolean encryptionCompat,
      boolean encryptionClient) {

    /** Name of its certificate. */
    String certificateName() {
      return "ra-" + name;
    }

    /** Name of the token that holds its key. */
    String tokenName() {
      return name.equals("main") ? "ra" : "ra-" + name;
    }
  }

  CeremonyPlan {
    certificates = Map.copyOf(certificates);
    keys = Map.copyOf(keys);
    registrationAuthorities = List.copyOf(registrationAuthorities);
  }

  /** Whether a certificate of this name is planned. */
  boolean plans(String certificate) {
    return certificates.containsKey(certificate);
  }

  /** The certificate of this name; the reader has made sure that it is planned. */
  PlannedCertificate certificate(String name) {
    PlannedCertificate planned = certificates.get(name);
    if (planned == null) {
      throw new IllegalStateException("certificate " + name + " is not planned");
    }
    return planned;
  }

  /** Algorithm of the key of this purpose; the reader has made sure that it is planned. */
  KeyAlgorithm key(String purpose) {
    KeyAlgorithm planned = keys.get(purpose);
    if (planned == null) {
      throw new IllegalStateException("key " + purpose + " is not planned");
    }
    return planned;
  }
}
