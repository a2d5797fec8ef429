package org.vouchseal.model.runtime;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Octets that are written once and then read as often as wanted, outside the heap. The file has no
 * name: whatever ends the process, nothing of it is left.
 */
public final class SpoolFile implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final FileChannel channel;
  private final OutputStream out;
  private long octets;

  private SpoolFile(FileChannel channel) {
    this.channel = channel;
    this.out = new BufferedOutputStream(new Appending(), BUFFER);
  }

  /** An empty one in the folder {@code java.io.tmpdir}. */
  public static SpoolFile create() throws IOException {
    Path file = Files.createTempFile("spool", "");
    try {
      return new SpoolFile(
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } finally {
      Files.delete(file);
    }
  }

  /** Takes what is to be kept. */
  public void write(byte[] from, int offset, int length) throws IOException {
    out.write(from, offset, length);
    octets += length;
  }

  /** How many octets were written. */
  public long length() {
    return octets;
  }

  /** All octets from the first on; several may be read at a time, when all is written. */
  public InputStream open() throws IOException {
    return open(0);
  }

  /** The same from a position on. */
  public InputStream open(long position) throws IOException {
    out.flush();
    return new BufferedInputStream(new Reading(position), BUFFER);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class Appending extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(from, offset, length);
      while (rest.hasRemaining()) {
        int unused = channel.write(rest);
      }
    }
  }

  /** Positions of its own, so that readers do not move each other. */
  private final class Reading extends InputStream {
    private long position;

    Reading(long position) {
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = channel.read(ByteBuffer.wrap(into, offset, length), position);
      position += Math.max(read, 0);
      return read;
    }
  }
}
