package org.vouchseal.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes named facts as bytes that can mean only one thing, for signing and for authenticated
 * additional data.
 *
 * <p>The form is the domain tag followed by the fields in the order of the calls, each as a
 * four-octet big-endian length and that many octets; text is UTF-8, numbers are eight octets
 * big-endian. Two different lists of fields never give the same bytes.
 */
public final class Canonical {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private Canonical() {}

  /** Begins under a domain tag that names format and version, e.g. {@code vouchseal-receipt-1}. */
  public static Canonical of(String domain) {
    return new Canonical().text(domain);
  }

  public Canonical text(String value) {
    return octets(value.getBytes(StandardCharsets.UTF_8));
  }

  public Canonical number(long value) {
    try {
      out.writeInt(Long.BYTES);
      out.writeLong(value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return this;
  }

  public Canonical octets(byte[] value) {
    try {
      out.writeInt(value.length);
      out.write(value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return this;
  }

  /** The bytes written so far; a fresh array. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
