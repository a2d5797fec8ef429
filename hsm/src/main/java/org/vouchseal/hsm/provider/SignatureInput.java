package org.vouchseal.hsm.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.security.Signature;
import java.security.SignatureException;

/** Feeds what is written to a signature that is being made or verified. */
public final class SignatureInput extends OutputStream {

  private final Signature signature;

  public SignatureInput(Signature signature) {
    this.signature = signature;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    try {
      signature.update(octets, offset, length);
    } catch (SignatureException e) {
      throw new IOException("the signature takes no more octets", e);
    }
  }
}
