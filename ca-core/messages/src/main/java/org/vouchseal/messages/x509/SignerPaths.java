package org.vouchseal.messages.x509;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Builds and validates paths from signers to our own CA certificates (RFC 5280 §6), as of now.
 *
 * <p>Each given CA certificate is an anchor, so a sender need not send it; its own validity is
 * checked as well. Revocation is not: the issuer asks its own records.
 */
public final class SignerPaths {

  private static final int MAX_EXTRA = 8;
  private static final int MAX_INTERMEDIATES = 3;

  private final Provider provider;
  private final Clock clock;
  private final Set<TrustAnchor> anchors;

  /**
   * Paths to these CAs.
   *
   * @param caCertificates DER of each CA certificate that may have issued signers, at least one
   */
  public SignerPaths(CryptoProviders providers, Clock clock, List<byte[]> caCertificates) {
    this.provider = providers.bouncyCastle();
    this.clock = clock;
    Set<TrustAnchor> built = new HashSet<>();
    for (byte[] der : caCertificates) {
      try {
        built.add(new TrustAnchor(decode(der), null));
      } catch (CertificateException e) {
        throw new IllegalArgumentException("a CA certificate cannot be decoded", e);
      }
    }
    this.anchors = Set.copyOf(built);
  }

  /**
   * Whether a path leads from the signer to one of the CAs at this moment.
   *
   * @param signer DER of the signer's certificate
   * @param extra DER of certificates that may stand between; only the first few are looked at
   */
  public boolean leadsToUs(byte[] signer, List<byte[]> extra) {
    try {
      X509Certificate target = decode(signer);
      List<X509Certificate> known = new ArrayList<>();
      known.add(target);
      for (byte[] der : extra.subList(0, Math.min(extra.size(), MAX_EXTRA))) {
        known.add(decode(der));
      }
      return build(target, known);
    } catch (GeneralSecurityException | RuntimeException notAPath) {
      return false;
    }
  }

  private boolean build(X509Certificate target, List<X509Certificate> known)
      throws GeneralSecurityException {
    Date now = Date.from(clock.instant());
    X509CertSelector selector = new X509CertSelector();
    selector.setCertificate(target);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, selector);
    parameters.setDate(now);
    parameters.setRevocationEnabled(false);
    parameters.setMaxPathLength(MAX_INTERMEDIATES);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(known), provider));
    PKIXCertPathBuilderResult result =
        (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX", provider).build(parameters);
    X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
    Instant at = now.toInstant();
    return !at.isBefore(anchor.getNotBefore().toInstant())
        && !at.isAfter(anchor.getNotAfter().toInstant());
  }

  private X509Certificate decode(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", provider)
            .generateCertificate(new ByteArrayInputStream(der));
  }
}
