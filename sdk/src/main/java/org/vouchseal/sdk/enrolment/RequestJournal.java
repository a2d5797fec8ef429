package org.vouchseal.sdk.enrolment;

import java.security.KeyPair;
import java.util.Optional;

/**
 * Keys and messages of requests for certificates, on stable storage before anything is sent. One
 * process at a time holds it. Everything in it is secret.
 */
public interface RequestJournal extends AutoCloseable {

  /** A key of ours under a name. */
  Optional<KeyPair> key(String name);

  void key(String name, KeyPair key);

  void forgetKey(String name);

  /** The bytes of a message, or of an answer that was verified, under a name. */
  Optional<byte[]> message(String name);

  void message(String name, byte[] octets);

  void forgetMessage(String name);

  /** Lets another process go on. */
  @Override
  void close();
}
