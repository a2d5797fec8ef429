package org.vouchseal.issuing.crl;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.vouchseal.model.runtime.SpoolFile;

/**
 * Identifiers of the revocations that no earlier list carries, kept outside the heap: after a long
 * time without a list, or when all is listed for the first time, there are as many as entries.
 */
public final class FreshEntries implements AutoCloseable, LongConsumer {

  private final SpoolFile file;
  private final byte[] octets = new byte[Long.BYTES];

  private FreshEntries(SpoolFile file) {
    this.file = file;
  }

  /** None yet. */
  public static FreshEntries begin() {
    try {
      return new FreshEntries(SpoolFile.create());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void accept(long id) {
    try {
      file.write(ByteBuffer.wrap(octets).putLong(0, id).array(), 0, Long.BYTES);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives all of them, {@code size} at a time. */
  public void forEachBatch(int size, Consumer<List<Long>> consumer) {
    try (InputStream opened = file.open();
        DataInputStream in = new DataInputStream(opened)) {
      long left = file.length() / Long.BYTES;
      while (left > 0) {
        List<Long> batch = new ArrayList<>();
        for (; batch.size() < size && left > 0; left--) {
          batch.add(in.readLong());
        }
        consumer.accept(batch);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("a temporary file of a revocation list fails", e);
  }
}
