package org.vouchseal.status.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The certification practice statement (RFC 3647) that every certificate points to. */
final class PracticeStatement {

  /** Its name under {@code /pki/}. */
  static final String NAME = "cps";

  static final String TYPE = "text/plain; charset=utf-8";

  /** The day that the text names as its version; to be set with every change of the text. */
  static final Instant VERSION = Instant.parse("2026-11-22T00:00:00Z");

  private static final String RESOURCE = "cps.txt";

  private PracticeStatement() {}

  /** Its text in UTF-8. */
  static byte[] bytes() {
    try (InputStream text = PracticeStatement.class.getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing");
      }
      return text.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the practice statement cannot be read", e);
    }
  }
}
