package org.vouchseal.issuing.cmp.genm;

import java.util.Arrays;
import java.util.Optional;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.directory.RootKeyUpdate;

/** Whether a change of the root's key is one: a client believes it for its signatures alone. */
final class RootKeyUpdateCheck {

  private final TbsSigner signatures;

  RootKeyUpdateCheck(TbsSigner signatures) {
    this.signatures = signatures;
  }

  /** What is wrong with it; empty when nothing is. */
  Optional<String> fault(RootKeyUpdate update) {
    IssuerCertificate old = IssuerCertificate.of("old", update.old());
    IssuerCertificate fresh = IssuerCertificate.of("new-with-new", update.newWithNew());
    if (sameKey(old, fresh)) {
      return Optional.of("new-with-new has the key of old");
    }
    return link(old, old)
        .or(() -> link(fresh, fresh))
        .or(() -> bridge("new-with-old", update.newWithOld(), fresh, old))
        .or(() -> update.oldWithNew().flatMap(der -> bridge("old-with-new", der, old, fresh)));
  }

  /** A certificate of one root's key and name that the other signed. */
  private Optional<String> bridge(
      String name, byte[] der, IssuerCertificate subject, IssuerCertificate signer) {
    IssuerCertificate bridge = IssuerCertificate.of(name, der);
    return sameKey(bridge, subject) && Arrays.equals(bridge.subject(), subject.subject())
        ? link(bridge, signer)
        : Optional.of(name + " has not the name and key of " + subject.name());
  }

  private Optional<String> link(IssuerCertificate certificate, IssuerCertificate signer) {
    boolean holds =
        Arrays.equals(certificate.issuer(), signer.subject())
            && signatures.verifiesCertificate(certificate.der(), signer.subjectPublicKeyInfo());
    return holds
        ? Optional.empty()
        : Optional.of(certificate.name() + " is not signed by " + signer.name());
  }

  private static boolean sameKey(IssuerCertificate one, IssuerCertificate other) {
    return Arrays.equals(one.subjectPublicKeyInfo(), other.subjectPublicKeyInfo());
  }
}
