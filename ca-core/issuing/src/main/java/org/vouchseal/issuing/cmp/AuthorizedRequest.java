package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.SerialNumber;

/**
 * Everything about a request for a certificate that was found right before state changes.
 *
 * @param route which certificate it leads to
 * @param order as it was seen, not locked
 * @param names those of the certificate
 * @param ordered the order that the request itself is, under a registration authority's signature
 * @param awaited what has to happen before it can be decided; empty when nothing has to
 * @param renewed the certificate that a kur updates
 * @param provedKey the client's key with its proof of possession verified; empty for a central and
 *     for an archived key
 * @param archived the client's key that goes into escrow
 */
record AuthorizedRequest(
    Route route,
    Order order,
    CertifiedNames names,
    Optional<EnrolmentOrder> ordered,
    Optional<Awaited> awaited,
    Optional<SerialNumber> renewed,
    Optional<SubjectPublicKeyInfo> provedKey,
    Optional<ArchivedKey> archived) {

  /** Whether a client that asks for implicit confirmation gets it: not while it has to prove. */
  boolean confirmsImplicitly(boolean asked) {
    return asked && archived.filter(ArchivedKey::certificateEncrypted).isEmpty();
  }
}
