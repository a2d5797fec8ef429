package org.vouchseal.issuing.x509;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.SubjectName.Attribute;
import org.vouchseal.model.SubjectName.AttributeType;

/** Subject names to and from X.501: one attribute in each RDN, in the order of the name. */
public final class DistinguishedNames {

  private static final Map<AttributeType, ASN1ObjectIdentifier> OIDS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(AttributeType.COMMON_NAME, BCStyle.CN),
              Map.entry(AttributeType.ORGANIZATION_NAME, BCStyle.O),
              Map.entry(AttributeType.ORGANIZATION_IDENTIFIER, BCStyle.ORGANIZATION_IDENTIFIER),
              Map.entry(AttributeType.GIVEN_NAME, BCStyle.GIVENNAME),
              Map.entry(AttributeType.SURNAME, BCStyle.SURNAME),
              Map.entry(AttributeType.PSEUDONYM, BCStyle.PSEUDONYM),
              Map.entry(AttributeType.SERIAL_NUMBER, BCStyle.SERIALNUMBER),
              Map.entry(AttributeType.TITLE, BCStyle.T),
              Map.entry(AttributeType.LOCALITY, BCStyle.L),
              Map.entry(AttributeType.STATE_OR_PROVINCE, BCStyle.ST),
              Map.entry(AttributeType.COUNTRY, BCStyle.C)));

  private DistinguishedNames() {}

  /** The name as certificates carry it. */
  public static X500Name encode(SubjectName name) {
    return new X500Name(
        name.attributes().stream().map(DistinguishedNames::rdn).toArray(RDN[]::new));
  }

  private static RDN rdn(Attribute attribute) {
    return new RDN(
        OIDS.get(attribute.type()),
        isPrintableString(attribute.type())
            ? new DERPrintableString(attribute.value(), true)
            : new DERUTF8String(attribute.value()));
  }

  /** The two that X.520 defines as PrintableString. */
  private static boolean isPrintableString(AttributeType type) {
    return type == AttributeType.COUNTRY || type == AttributeType.SERIAL_NUMBER;
  }

  /**
   * Reads a name in the form that the composer writes.
   *
   * @param der DER of the name
   * @throws IllegalArgumentException naming what is not in that form
   */
  public static SubjectName decode(byte[] der) {
    return decode(X500Name.getInstance(der));
  }

  /** As {@link #decode(byte[])}, for a name that is read already. */
  public static SubjectName decode(X500Name name) {
    List<Attribute> attributes = new ArrayList<>();
    for (RDN rdn : name.getRDNs()) {
      if (rdn.isMultiValued()) {
        throw new IllegalArgumentException("an RDN has several attributes");
      }
      attributes.add(attribute(rdn.getFirst()));
    }
    return new SubjectName(attributes);
  }

  /** The attribute with that object identifier, if any profile may carry it. */
  public static Optional<AttributeType> type(ASN1ObjectIdentifier oid) {
    return OIDS.entrySet().stream()
        .filter(e -> e.getValue().equals(oid))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Attribute attribute(AttributeTypeAndValue found) {
    AttributeType type =
        type(found.getType())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "attribute " + found.getType().getId() + " is in no profile"));
    ASN1Encodable value = found.getValue();
    boolean rightType =
        isPrintableString(type)
            ? value instanceof org.bouncycastle.asn1.ASN1PrintableString
            : value instanceof org.bouncycastle.asn1.ASN1UTF8String;
    if (!rightType) {
      throw new IllegalArgumentException(type.label() + " has the wrong string type");
    }
    return new Attribute(type, ((ASN1String) value).getString());
  }
}
