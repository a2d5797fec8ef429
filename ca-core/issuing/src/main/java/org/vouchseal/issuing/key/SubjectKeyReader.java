package org.vouchseal.issuing.key;

/** Reads public keys. */
@FunctionalInterface
public interface SubjectKeyReader {

  /**
   * Reads a SubjectPublicKeyInfo whose encoding is the only exact one (SBR §7.1.3.1).
   *
   * @throws UnreadableKey naming what is wrong
   */
  SubjectKey read(byte[] subjectPublicKeyInfo) throws UnreadableKey;
}
