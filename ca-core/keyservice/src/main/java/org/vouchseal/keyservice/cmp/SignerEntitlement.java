package org.vouchseal.keyservice.cmp;

import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.model.EnrolmentOrder;

/** Whether the holder of a signing certificate may ask for keys under an order. */
@FunctionalInterface
public interface SignerEntitlement {

  /** The certificate is for a mailbox of the order. */
  SignerEntitlement STANDARD =
      (certificate, order) ->
          CertifiedMailboxes.of(certificate).stream().noneMatch(order.mailboxes()::contains)
              ? Optional.of("the signer's certificate is for no mailbox of the order")
              : Optional.empty();

  /** Why he may not; the certificate is one of the S/MIME CA. */
  Optional<String> refusal(X509CertificateHolder certificate, EnrolmentOrder order);
}
