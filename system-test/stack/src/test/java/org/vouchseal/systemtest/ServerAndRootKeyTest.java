package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that the running server's environment names, against the key of the root. */
@Tag("stack")
class ServerAndRootKeyTest {

  private static final String TOKEN = "_TOKEN_FILE";
  private static final String TOKEN_SECRET = "_TOKEN_SECRET_FILE";

  private final Stack stack = Stack.running();
  private final Map<String, String> environment = environment();

  @Test
  void rootToken_signsAsRoot() throws Exception {
    List<PrivateKey> keys = privateKeys(rootToken(), stack.var().resolve("secrets/root-token"));
    assertThat(keys).hasSize(1);
    assertThat(signsAsRoot(keys.get(0))).as("or the tests below prove nothing").isTrue();
  }

  @Test
  void noKeyInATokenOfTheServer_signsAsRoot() throws Exception {
    List<String> rooms =
        environment.keySet().stream()
            .filter(name -> name.endsWith(TOKEN))
            .map(name -> name.substring(0, name.length() - TOKEN.length()))
            .toList();
    assertThat(rooms).hasSizeGreaterThanOrEqualTo(4);
    for (String room : rooms) {
      Path token = Path.of(environment.get(room + TOKEN));
      List<PrivateKey> keys = privateKeys(token, Path.of(environment.get(room + TOKEN_SECRET)));
      assertThat(keys).as(room).isNotEmpty();
      for (PrivateKey key : keys) {
        assertThat(signsAsRoot(key)).as(room).isFalse();
      }
    }
  }

  @Test
  void noSecretOfTheServer_opensTheRootToken() {
    List<Path> secrets =
        environment.entrySet().stream()
            .filter(
                e -> e.getKey().endsWith("_SECRET_FILE") || e.getKey().endsWith("PASSWORD_FILE"))
            .map(e -> Path.of(e.getValue()))
            .toList();
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(8);
    for (Path secret : secrets) {
      assertThatThrownBy(() -> privateKeys(rootToken(), secret))
          .as(secret.getFileName().toString())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("password");
    }
  }

  private Path rootToken() {
    return stack.var().resolve("tokens/root.p12");
  }

  private static List<PrivateKey> privateKeys(Path token, Path secret)
      throws IOException, GeneralSecurityException {
    char[] password = Files.readString(secret).strip().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(token)) {
      store.load(in, password);
    }
    List<PrivateKey> found = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
      if (key instanceof PrivateKey privateKey) {
        found.add(privateKey);
      }
    }
    return found;
  }

  private boolean signsAsRoot(PrivateKey key) throws IOException, GeneralSecurityException {
    PublicKey root =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(stack.var().resolve("pki/root.cer"))))
            .getPublicKey();
    if (!key.getAlgorithm().equals(root.getAlgorithm())) {
      return false;
    }
    byte[] message = "a certificate".getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance("SHA384withECDSA");
    signer.initSign(key);
    signer.update(message);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA384withECDSA");
    verifier.initVerify(root);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException ofAnotherSize) {
      return false;
    }
  }

  private Map<String, String> environment() {
    try {
      String text =
          Files.readString(
              Path.of("/proc", Long.toString(stack.nodePid()), "environ"), StandardCharsets.UTF_8);
      return java.util.Arrays.stream(text.split("\0"))
          .map(line -> line.split("=", 2))
          .filter(pair -> pair.length == 2)
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
