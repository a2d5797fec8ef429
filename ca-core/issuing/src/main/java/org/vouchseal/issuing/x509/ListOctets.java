package org.vouchseal.issuing.x509;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import org.vouchseal.hsm.StreamedMessage;

/**
 * A revocation list, signed or not, whose entries stand in a file: they are in no array and are
 * never encoded twice.
 *
 * @param before what stands in front of the first entry; not copied
 * @param after what follows the last entry; not copied
 */
public record ListOctets(byte[] before, CrlEntries entries, byte[] after)
    implements StreamedMessage {

  /** All octets. */
  public long length() {
    return before.length + entries.length() + after.length;
  }

  /** Reads all octets from the first on. */
  public InputStream open() throws IOException {
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(before),
                entries.open(),
                new ByteArrayInputStream(after))));
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = open()) {
      long unusedLength = in.transferTo(out);
    }
  }
}
