package org.vouchseal.messages.cmp;

import java.util.ArrayList;
import java.util.List;
import org.vouchseal.messages.asn1.DerElement;
import org.vouchseal.messages.asn1.DerWriter;

/** Makes messages that no library would write. */
final class HeaderSurgery {

  private HeaderSurgery() {}

  static byte[] repeatLastField(byte[] message) {
    List<DerElement> parts = DerElement.outermost(message).children();
    List<byte[]> fields = new ArrayList<>();
    parts.get(0).children().forEach(field -> fields.add(field.encoded()));
    fields.add(fields.get(fields.size() - 1));
    return DerWriter.sequence(
        DerWriter.sequence(fields.toArray(byte[][]::new)), parts.get(1).encoded());
  }

  /** An ir whose content is an INTEGER. */
  static byte[] replaceBody(byte[] message) {
    List<DerElement> parts = DerElement.outermost(message).children();
    byte[] body = DerWriter.sequence(new byte[] {2, 1, 5});
    body[0] = (byte) 0xa0;
    return DerWriter.sequence(parts.get(0).encoded(), body);
  }
}
