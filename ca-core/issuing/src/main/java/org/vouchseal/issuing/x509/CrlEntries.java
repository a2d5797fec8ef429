package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.vouchseal.model.runtime.SpoolFile;

/**
 * The encoded entries of one list, kept outside the heap while their number is not known yet: DER
 * puts the length in front.
 */
public final class CrlEntries implements AutoCloseable, Consumer<RevokedEntry> {

  private final SpoolFile file;
  private final EntryEncoding encoding = new EntryEncoding();
  private long count;

  private CrlEntries(SpoolFile file) {
    this.file = file;
  }

  /** None yet. */
  public static CrlEntries begin() {
    return Spooling.of(() -> new CrlEntries(SpoolFile.create()));
  }

  /** Adds one; the order is the list's. */
  @Override
  public void accept(RevokedEntry entry) {
    Spooling.run(() -> file.write(encoding.buffer(), 0, encoding.encode(entry)));
    count++;
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** Length of all of them together. */
  long length() {
    return file.length();
  }

  InputStream open() throws IOException {
    return file.open();
  }

  @Override
  public void close() {
    Spooling.run(file::close);
  }
}
