package org.vouchseal.status.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.vouchseal.model.runtime.SpoolFile;

/**
 * A long list in a file without a name. When a newer one takes its place it stays until the last
 * download of it has ended.
 */
final class KeptFile implements Content {

  private static final int PIECE = 64 * 1024;

  private final SpoolFile file;
  private int readers;
  private boolean dropped;

  KeptFile(SpoolFile file) {
    this.file = file;
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void writeTo(OutputStream out, long from, long count) throws IOException {
    begin();
    try (InputStream in = file.open(from)) {
      byte[] piece = new byte[PIECE];
      for (long left = count; left > 0; ) {
        int read = in.readNBytes(piece, 0, (int) Math.min(PIECE, left));
        if (read == 0) {
          throw new IOException("a list ends before its length");
        }
        out.write(piece, 0, read);
        left -= read;
      }
    } finally {
      end();
    }
  }

  /** Nobody will ask for it any more. */
  synchronized void drop() throws IOException {
    dropped = true;
    closeUnread();
  }

  private synchronized void begin() throws IOException {
    if (dropped && readers == 0) {
      throw new IOException("two newer lists have taken the place of this one");
    }
    readers++;
  }

  private synchronized void end() throws IOException {
    readers--;
    closeUnread();
  }

  private void closeUnread() throws IOException {
    if (dropped && readers == 0) {
      file.close();
    }
  }
}
