package org.vouchseal.hsm.software;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.vouchseal.hsm.TokenUnavailable;

/** Reads the activation secret of a token from its file; there is no default secret. */
final class SecretFile {

  static final int SHORTEST = 16;

  private SecretFile() {}

  /**
   * The first line of the file.
   *
   * @return for the caller to wipe
   * @throws TokenUnavailable when the file is missing, open to every user of the machine, or holds
   *     fewer than {@value #SHORTEST} characters
   */
  static char[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TokenUnavailable(
          "token secret file " + file + " does not exist; a token secret has no default");
    }
    refuseOpenToAll(file);
    char[] secret = firstLine(file);
    if (secret.length < SHORTEST) {
      int found = secret.length;
      Arrays.fill(secret, '\0');
      throw new TokenUnavailable(
          "token secret file "
              + file
              + (found == 0 ? " is empty" : " holds " + found + " characters")
              + "; write at least "
              + SHORTEST
              + " random ones into it");
    }
    return secret;
  }

  private static void refuseOpenToAll(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    try {
      Set<PosixFilePermission> mode = view.readAttributes().permissions();
      if (mode.contains(PosixFilePermission.OTHERS_READ)
          || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new TokenUnavailable(
            "token secret file "
                + file
                + " is open to every user of this machine (mode "
                + PosixFilePermissions.toString(mode)
                + "); set it to rw-------");
      }
    } catch (IOException e) {
      throw new TokenUnavailable("cannot read the mode of token secret file " + file, e);
    }
  }

  private static char[] firstLine(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TokenUnavailable("cannot read token secret file " + file, e);
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] all = Arrays.copyOfRange(text.array(), 0, text.limit());
      Arrays.fill(text.array(), '\0');
      int end = 0;
      while (end < all.length && all[end] != '\n' && all[end] != '\r') {
        end++;
      }
      char[] line = Arrays.copyOf(all, end);
      Arrays.fill(all, '\0');
      return line;
    } catch (CharacterCodingException e) {
      throw new TokenUnavailable("token secret file " + file + " is not text in UTF-8", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
