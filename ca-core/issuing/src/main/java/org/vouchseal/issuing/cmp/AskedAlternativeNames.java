package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The alternative names that a template asks for. */
public final class AskedAlternativeNames {

  private AskedAlternativeNames() {}

  /** As they stand in the template; throws whatever the library throws for what is none. */
  public static Optional<GeneralNames> of(CertTemplate template) {
    return Optional.ofNullable(template.getExtensions())
        .flatMap(all -> Optional.ofNullable(all.getExtension(Extension.subjectAlternativeName)))
        .map(AskedAlternativeNames::names);
  }

  private static GeneralNames names(Extension extension) {
    ASN1Encodable value = extension.getParsedValue();
    // Java gives the value of an extension wrapped once more, and so Siemens' client sends it in
    // kur; it is compared, or read name by name, never certified as it is
    return GeneralNames.getInstance(
        value instanceof ASN1OctetString wrapped ? wrapped.getOctets() : value);
  }
}
