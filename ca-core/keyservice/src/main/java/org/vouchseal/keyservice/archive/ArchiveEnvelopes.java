package org.vouchseal.keyservice.archive;

import java.util.Optional;
import org.vouchseal.model.Outcome;

/** Opens envelopes that were closed to the archive's transport key. */
public interface ArchiveEnvelopes {

  /**
   * Looks at an envelope from outside.
   *
   * @param envelopedData DER of an EnvelopedData (RFC 5652 §6.1), without ContentInfo
   * @return the envelope, or what of its form is not taken here
   */
  Outcome<Closed, String> read(byte[] envelopedData);

  /** An envelope for us that is not open yet. */
  @FunctionalInterface
  interface Closed {

    /**
     * DER PrivateKeyInfo, the caller's to wipe. Empty when it does not open, holds anything else
     * than one private key with a name of its holder, or holds more: which of these is never told,
     * since every difference would help to open the envelope of somebody else.
     */
    Optional<byte[]> open(ExpectedKey expected);
  }
}
