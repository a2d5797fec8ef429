package org.vouchseal.messages.cmp;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.asn1.DerElement;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.asn1.DerScan;

/**
 * Reads octets from outside as a PKIMessage.
 *
 * <p>{@link DerScan} runs first; what it lets through is decoded as a whole, so that no later step
 * meets a malformed part. Form only: header rules, protection and body are judged elsewhere. Holds
 * no state and is safe for many threads.
 */
public final class CmpReader {

  private static final int CONSTRUCTED_CONTEXT = 0xa0;
  private static final int SEQUENCE = 0x30;
  private static final int FIXED_HEADER_FIELDS = 3;
  private static final int LAST_HEADER_TAG = 8;

  private final DerLimits limits;

  public CmpReader(DerLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads with the limits of this reader; never throws for any content.
   *
   * @param octets copied
   */
  public CmpReading read(byte[] octets) {
    Optional<String> fault = DerScan.fault(octets, limits);
    if (fault.isPresent()) {
      return unreadable(fault.get(), null);
    }
    byte[] raw = octets.clone();
    DerElement outer = DerElement.outermost(raw);
    if (outer.tag() != SEQUENCE) {
      return unreadable("the message is not a PKIMessage", null);
    }
    List<DerElement> parts = outer.children();
    @Nullable String layout = layoutFault(parts);
    if (layout != null) {
      return unreadable(layout, null);
    }
    return decode(raw, parts);
  }

  @SuppressWarnings("UnusedVariable") // hashing walks over every part and so decodes lazy ones
  private static CmpReading decode(byte[] raw, List<DerElement> parts) {
    @Nullable HeaderFacts facts = null;
    try {
      facts =
          HeaderParser.parse(
              PKIHeader.getInstance(ASN1Primitive.fromByteArray(parts.get(0).encoded())),
              protection(parts) != null);
      ASN1Primitive whole = ASN1Primitive.fromByteArray(raw);
      int walked = whole.hashCode();
      PKIMessage message = PKIMessage.getInstance(whole);
      int walkedBody = message.getBody().hashCode();
      return new CmpReading.Read(new ReceivedMessage(raw, parts, message, facts));
    } catch (RuntimeException | java.io.IOException malformed) {
      return unreadable("the message cannot be decoded as a PKIMessage", facts);
    }
  }

  /** The protection among the parts of a message; null when it has none. */
  static @Nullable DerElement protection(List<DerElement> parts) {
    return parts.size() > 2 && parts.get(2).tag() == CONSTRUCTED_CONTEXT ? parts.get(2) : null;
  }

  /** BouncyCastle takes the last of repeated fields; here a field stands once and in its order. */
  private static @Nullable String layoutFault(List<DerElement> parts) {
    if (parts.size() < 2 || parts.size() > 4 || parts.get(0).tag() != SEQUENCE) {
      return "the message is not a PKIMessage";
    }
    if (!tagsRise(parts, 2, 1)) {
      return "the message has a repeated or unknown part after its body";
    }
    if (!tagsRise(parts.get(0).children(), FIXED_HEADER_FIELDS, LAST_HEADER_TAG)) {
      return "the header has a repeated or unknown field";
    }
    return null;
  }

  private static boolean tagsRise(List<DerElement> elements, int from, int last) {
    int least = CONSTRUCTED_CONTEXT;
    for (DerElement element : elements.subList(Math.min(from, elements.size()), elements.size())) {
      int tag = element.tag();
      if (tag < least || tag > CONSTRUCTED_CONTEXT + last) {
        return false;
      }
      least = tag + 1;
    }
    return true;
  }

  private static CmpReading unreadable(String text, @Nullable HeaderFacts header) {
    return new CmpReading.Unreadable(
        new CmpRefusal(CmpFailure.BAD_DATA_FORMAT, text), Optional.ofNullable(header));
  }
}
