package org.vouchseal.hsm;

/** Makes keys inside a token; used by the ceremony and by nobody else. */
public interface TokenAdministration {

  /** Whether a key of this purpose exists. */
  boolean has(KeyPurpose purpose);

  /**
   * Makes a key of the purpose inside the token unless one exists, and says whether it made one. A
   * symmetric key begins at version 1. It is durable when the method returns. Two processes may ask
   * at once: one key is made.
   *
   * @throws IllegalArgumentException when the algorithm cannot serve the purpose's capability, when
   *     the existing key is of another algorithm, or when a key of this name has another capability
   */
  boolean ensure(KeyPurpose purpose, KeyAlgorithm algorithm);

  /**
   * Makes the next version of a symmetric key and returns its number. Tokens opened afterwards wrap
   * with it; the earlier versions still open what they wrapped.
   *
   * @throws KeyAbsent when the purpose has no first version, or is not of {@link Capability#WRAP}
   */
  int addVersion(KeyPurpose purpose);
}
