package org.vouchseal.messages.cmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** A {@link MacSecret} in a file that is its owner's alone. */
public final class MacSecretFile {

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private MacSecretFile() {}

  /**
   * The secret in the first line of the file.
   *
   * @throws IllegalStateException when others than its owner have any right to it, or it holds no
   *     secret; never shows what it holds
   */
  public static MacSecret read(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNERS.containsAll(mode)) {
        throw new IllegalStateException(
            file
                + " is open to others than its owner (mode "
                + PosixFilePermissions.toString(mode)
                + "); set it to rw-------");
      }
      byte[] all = Files.readAllBytes(file);
      byte[] line = Arrays.copyOf(all, endOfLine(ByteBuffer.wrap(all)));
      Arrays.fill(all, (byte) 0);
      try {
        return MacSecret.of(line);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(file + ": " + e.getMessage(), e);
      } finally {
        Arrays.fill(line, (byte) 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the secret in " + file, e);
    }
  }

  private static int endOfLine(ByteBuffer octets) {
    int end = 0;
    while (end < octets.limit() && octets.get(end) != '\n' && octets.get(end) != '\r') {
      end++;
    }
    return end;
  }
}
