package org.vouchseal.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.hsm.TokenContract.JUDGE;
import static org.vouchseal.hsm.TokenContract.MESSAGE;
import static org.vouchseal.hsm.TokenContract.SECRET;

import java.io.IOException;
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
