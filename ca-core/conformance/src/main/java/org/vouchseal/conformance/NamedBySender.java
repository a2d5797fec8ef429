package org.vouchseal.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.vouchseal.messages.cmp.HeaderFacts;
import org.vouchseal.messages.cmp.SenderReference;

/** Takes the sender's common name for the reference where there is no senderKID. */
final class NamedBySender implements SenderReference {

  @Override
  public Optional<byte[]> of(HeaderFacts header) {
    return header.senderKid().or(() -> commonName(header.sender()));
  }

  private static Optional<byte[]> commonName(GeneralName sender) {
    if (sender.getTagNo() != GeneralName.directoryName) {
      return Optional.empty();
    }
    RDN[] names = X500Name.getInstance(sender.getName()).getRDNs(BCStyle.CN);
    return names.length == 1 && !names[0].isMultiValued()
        ? Optional.of(
            IETFUtils.valueToString(names[0].getFirst().getValue())
                .getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
