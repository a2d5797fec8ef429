package org.vouchseal.status.jpa;

import java.util.Optional;
import org.vouchseal.persistence.Entities;
import org.vouchseal.status.responder.ResponderCertificate;
import org.vouchseal.status.responder.ResponderCertificateStore;

/** Responder certificates in the table {@code responder_certificate}. */
public final class JpaResponderCertificateStore implements ResponderCertificateStore {

  private final Entities entities;

  public JpaResponderCertificateStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<ResponderCertificate> newest(String issuer, byte[] subjectPublicKeyInfo) {
    return entities
        .current()
        .createQuery(
            "SELECT r FROM ResponderCertificateRow r WHERE r.issuer = :issuer AND r.spki = :spki"
                + " ORDER BY r.notAfter DESC, r.id DESC",
            ResponderCertificateRow.class)
        .setParameter("issuer", issuer)
        .setParameter("spki", Columns.spki(subjectPublicKeyInfo))
        .setMaxResults(1)
        .getResultStream()
        .map(row -> new ResponderCertificate(row.issuer, row.der, row.notBefore, row.notAfter))
        .findFirst();
  }

  @Override
  public void add(ResponderCertificate certificate, byte[] subjectPublicKeyInfo) {
    ResponderCertificateRow row = new ResponderCertificateRow();
    row.issuer = certificate.issuer();
    row.spki = Columns.spki(subjectPublicKeyInfo);
    row.der = certificate.der();
    row.notBefore = certificate.notBefore();
    row.notAfter = certificate.notAfter();
    entities.current().persist(row);
  }
}
