package org.vouchseal.keyservice.key;

import java.util.Arrays;
import java.util.function.Function;
import org.vouchseal.model.SpkiDigest;

/**
 * A key pair for encryption, in memory for a moment.
 *
 * <p>It comes into being in three ways only: {@link MakeEncryptionKey} made it, {@link KeySeal}
 * opened what it had sealed, or {@link AdoptClientKey} found that a client's private key reproduces
 * the public one. {@link #close} wipes the private half; after it every use is an {@link
 * IllegalStateException}. Not for use by several threads.
 */
public final class EncryptionKeyPair implements AutoCloseable {

  private final EncryptionAlgorithm algorithm;
  private final byte[] subjectPublicKeyInfo;
  private final byte[] privateKeyInfo;
  private boolean closed;

  /** Takes over {@code privateKeyInfo}: the array is wiped by {@link #close}. */
  EncryptionKeyPair(byte[] subjectPublicKeyInfo, byte[] privateKeyInfo) {
    this.algorithm = EncryptionAlgorithm.of(subjectPublicKeyInfo);
    this.subjectPublicKeyInfo = subjectPublicKeyInfo.clone();
    this.privateKeyInfo = privateKeyInfo;
  }

  public EncryptionAlgorithm algorithm() {
    return algorithm;
  }

  /** DER SubjectPublicKeyInfo; a fresh array. */
  public byte[] subjectPublicKeyInfo() {
    return subjectPublicKeyInfo.clone();
  }

  /** The name of the public half. */
  public SpkiDigest spki() {
    return SpkiDigest.of(subjectPublicKeyInfo);
  }

  /**
   * Lends the DER PrivateKeyInfo (RFC 5208) to {@code use} and wipes the lent copy when it returns;
   * {@code use} keeps no reference to the array.
   */
  public <T> T withPrivateKeyInfo(Function<byte[], T> use) {
    if (closed) {
      throw new IllegalStateException("the private key has been wiped");
    }
    byte[] lent = privateKeyInfo.clone();
    try {
      return use.apply(lent);
    } finally {
      Arrays.fill(lent, (byte) 0);
    }
  }

  /** Wipes the private half. */
  @Override
  public void close() {
    Arrays.fill(privateKeyInfo, (byte) 0);
    closed = true;
  }

  /** Names the public half only. */
  @Override
  public String toString() {
    return "EncryptionKeyPair[" + algorithm + ", spki " + spki() + "]";
  }
}
