package org.vouchseal.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.hsm.TokenContract.JUDGE;
import static org.vouchseal.hsm.TokenContract.MESSAGE;
import static org.vouchseal.hsm.TokenContract.SECRET;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.provider.Signatures;

/** The part of {@link TokenContract} for messages that nobody holds whole. */
public interface StreamSigningContract {

  TokenAdministration administration();

  Token open();

  List<KeyAlgorithm> signingKinds();

  private SigningKey key(KeyAlgorithm kind) {
    KeyPurpose purpose =
        new KeyPurpose("stream-" + kind.name().toLowerCase(Locale.ROOT), Capability.SIGN);
    assertThat(administration().ensure(purpose, kind)).isTrue();
    return open().signing(purpose);
  }

  @Test
  default void signatureOverAStream_isOneOverItsOctets() throws IOException {
    for (KeyAlgorithm kind : signingKinds()) {
      SigningKey key = key(kind);

      byte[] signature =
          key.sign(
              out -> {
                out.write(MESSAGE[0]);
                out.write(MESSAGE, 1, 4);
                out.write(MESSAGE, 5, MESSAGE.length - 5);
              });

      Signatures judge = new Signatures(JUDGE);
      assertThat(judge.verify(key.algorithm(), key.publicKey(), MESSAGE, signature))
          .as("%s", kind)
          .isTrue();
      assertThat(judge.verify(key.algorithm(), key.publicKey(), SECRET, signature)).isFalse();
    }
  }

  /** Ed25519 reads its message twice (RFC 8032 §5.1.6). */
  @Test
  default void longMessage_isNotHeld() throws IOException {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    byte[] piece = new byte[64 * 1024];
    List<KeyAlgorithm> kinds = new ArrayList<>(signingKinds());
    kinds.remove(KeyAlgorithm.ED25519);
    for (KeyAlgorithm kind : kinds) {
      SigningKey key = key(kind);
      long before = threads.getCurrentThreadAllocatedBytes();

      byte[] unusedSignature =
          key.sign(
              out -> {
                for (int i = 0; i < 1000; i++) {
                  out.write(piece);
                }
              });

      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("octets of heap for 64 MB under %s", kind)
          .isLessThan(8_000_000);
    }
  }

  @Test
  default void streamThatBreaks_isNotSigned() {
    SigningKey key = key(KeyAlgorithm.P256);

    assertThatThrownBy(
            () ->
                key.sign(
                    out -> {
                      out.write(MESSAGE);
                      throw new IOException("the file is gone");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the file is gone");
  }
}
