package org.vouchseal.sdk.x509;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.NotVerified;

/**
 * The roots that the mailbox proof gave: nothing else is believed. Paths are validated after RFC
 * 5280 §6 without revocation, which a relying party checks.
 *
 * @param roots at least one
 */
public record TrustAnchors(List<X509Certificate> roots) {

  public TrustAnchors {
    roots = List.copyOf(roots);
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("there is no trust anchor");
    }
  }

  /** Anchors from PEM texts, each with one or more certificates. */
  public static TrustAnchors ofPem(List<String> pems) {
    return new TrustAnchors(
        pems.stream().flatMap(pem -> Certificates.ofPem(pem).stream()).toList());
  }

  /**
   * The valid path from a certificate to one of the roots.
   *
   * @param leaf an end-entity certificate
   * @param pool certificates that may be needed on the way; not trusted for being here
   * @param at the time at which every certificate must be valid
   * @throws NotVerified when there is none
   */
  public Chain chain(X509Certificate leaf, Collection<X509Certificate> pool, Instant at) {
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(
              roots.stream().map(r -> new TrustAnchor(r, null)).collect(Collectors.toSet()),
              target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      List<X509Certificate> known = new ArrayList<>(pool);
      known.add(leaf);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
      return chainOf(
          leaf, (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters));
    } catch (CertPathBuilderException e) {
      throw new NotVerified(noPath(leaf), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("path validation is not available", e);
    }
  }

  private static Chain chainOf(X509Certificate leaf, PKIXCertPathBuilderResult result) {
    List<X509Certificate> path = new ArrayList<>();
    result.getCertPath().getCertificates().forEach(c -> path.add((X509Certificate) c));
    return new Chain(leaf, path.subList(1, path.size()), result.getTrustAnchor().getTrustedCert());
  }

  private static Fault noPath(X509Certificate leaf) {
    return Fault.local(
        "chain-unknown",
        "a certificate does not lead to the service's root",
        "no valid path from \""
            + leaf.getSubjectX500Principal()
            + "\" to a trust anchor of the mailbox proof",
        "do not use this certificate; ask the operator of the service, and check this computer's"
            + " clock");
  }
}
