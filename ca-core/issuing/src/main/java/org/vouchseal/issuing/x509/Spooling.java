package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A disk that fails ends the making of a list; nobody in between can do anything about it. */
final class Spooling {

  /** Work on a file. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Work on a file that gives something. */
  @FunctionalInterface
  interface Getting<T> {
    T get() throws IOException;
  }

  private Spooling() {}

  static void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  static <T> T of(Getting<T> work) {
    try {
      return work.get();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("a temporary file of a revocation list fails", e);
  }
}
