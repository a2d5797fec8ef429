package org.vouchseal.hsm;

/** Makes keys inside a token; used by the ceremony and by nobody else. */
public interface TokenAdministration {

  /** Whether a key of this purpose exists. */
  boolean has(KeyPurpose purpose);

  /**
   * Makes a key of the purpose inside the token unless one exists, and says whether it made one. A
   * symmetric key begins at version 1. It is durable when the method returns.
   *
   * @throws IllegalArgumentException when the algorithm cannot serve the purpose's capability
   */
  boolean ensure(KeyPurpose purpose, KeyAlgorithm algorithm);
}
