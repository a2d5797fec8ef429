package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/** Which names a certificate gets that a template asks for. */
@FunctionalInterface
public interface RequestedNames {

  /** Those of the order, exactly. */
  RequestedNames STANDARD = new OrderedNames();

  /**
   * What is asked for.
   *
   * @param order under which it is asked
   * @param subjectRequired whether an order with a subject must be named by it; the mailboxes in
   *     subjectAltName are enough otherwise
   * @param renewed the certificate that a kur updates
   */
  record Asked(
      CertTemplate template,
      Order order,
      boolean subjectRequired,
      Optional<X509CertificateHolder> renewed) {}

  /**
   * The names, or why the template is refused. Throws whatever the library throws for a template
   * that cannot be decoded.
   */
  Outcome<CertifiedNames, CmpRefusal> of(Asked asked);
}
