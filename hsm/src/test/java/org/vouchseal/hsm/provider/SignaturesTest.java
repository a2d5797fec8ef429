package org.vouchseal.hsm.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.SignatureAlgorithm;

class SignaturesTest {

  private static final byte[] MESSAGE = "sample".getBytes(US_ASCII);
  private static final CryptoProviders ACCP = CryptoProviders.of("accp");
  private static final CryptoProviders FALLBACK = CryptoProviders.of("fallback");
  private static final Map<CryptoProviders, Map<KeyAlgorithm, KeyPair>> KEYS = new HashMap<>();

  @ParameterizedTest
  @EnumSource
  void signatureMadeUnderOneChoice_verifiesUnderTheOther(SignatureAlgorithm algorithm)
      throws Exception {
    for (KeyAlgorithm kind : kindsFor(algorithm)) {
      for (CryptoProviders signing : List.of(ACCP, FALLBACK)) {
        KeyPair keys = keys(signing, kind);
        byte[] signature = sign(signing, algorithm, keys);

        for (CryptoProviders verifying : List.of(ACCP, FALLBACK)) {
          Signatures signatures = new Signatures(verifying);
          assertThat(signatures.verify(algorithm, keys.getPublic(), MESSAGE, signature)).isTrue();
          byte[] changed = signature.clone();
          changed[changed.length / 2] ^= 1;
          assertThat(signatures.verify(algorithm, keys.getPublic(), MESSAGE, changed)).isFalse();
          assertThat(signatures.verify(algorithm, keys.getPublic(), new byte[1], signature))
              .isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyMovedToTheOtherChoice_signsThere(SignatureAlgorithm algorithm) throws Exception {
    KeyAlgorithm kind = kindsFor(algorithm).get(0);
    for (CryptoProviders making : List.of(ACCP, FALLBACK)) {
      CryptoProviders using = making == ACCP ? FALLBACK : ACCP;
      KeyPair made = keys(making, kind);
      KeyPair moved =
          new KeyPair(
              new PublicKeys(using).decode(made.getPublic().getEncoded()),
              using
                  .keyFactory(PublicKeys.family(kind))
                  .generatePrivate(new PKCS8EncodedKeySpec(made.getPrivate().getEncoded())));

      assertThat(moved.getPublic().getEncoded()).isEqualTo(made.getPublic().getEncoded());
      assertThat(
              new Signatures(making)
                  .verify(algorithm, made.getPublic(), MESSAGE, sign(using, algorithm, moved)))
          .isTrue();
    }
  }

  @Test
  void keyOfAnotherKindThanTheAlgorithms_isFalseNotAFault() throws Exception {
    for (CryptoProviders providers : List.of(ACCP, FALLBACK)) {
      for (SignatureAlgorithm made : SignatureAlgorithm.values()) {
        KeyPair keys = keys(providers, kindsFor(made).get(0));
        byte[] signature = sign(providers, made, keys);
        for (SignatureAlgorithm claimed : SignatureAlgorithm.values()) {
          assertThat(
                  new Signatures(providers).verify(claimed, keys.getPublic(), MESSAGE, signature))
              .as("%s claimed as %s", made, claimed)
              .isEqualTo(made == claimed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void malformedSignature_isFalseNotAFault(SignatureAlgorithm algorithm) throws Exception {
    for (CryptoProviders providers : List.of(ACCP, FALLBACK)) {
      KeyPair keys = keys(providers, kindsFor(algorithm).get(0));
      byte[] good = sign(providers, algorithm, keys);
      Signatures signatures = new Signatures(providers);
      for (int length = 0; length < good.length; length++) {
        assertThat(
                signatures.verify(
                    algorithm, keys.getPublic(), MESSAGE, java.util.Arrays.copyOf(good, length)))
            .isFalse();
      }
      assertThat(
              signatures.verify(
                  algorithm,
                  keys.getPublic(),
                  MESSAGE,
                  java.util.Arrays.copyOf(good, good.length + 1)))
          .isFalse();
      for (String hex : List.of("3006020100020100", "30800201010201010000", "3000", "ff")) {
        assertThat(
                signatures.verify(
                    algorithm, keys.getPublic(), MESSAGE, HexFormat.of().parseHex(hex)))
            .isFalse();
      }
    }
  }

  @Test
  void keyThatIsNotTaken_isFalseNotAFault() throws Exception {
    KeyPairGenerator generator = FALLBACK.keyPairGenerator("EC");
    generator.initialize(new ECGenParameterSpec("secp521r1"));
    KeyPair keys = generator.generateKeyPair();
    byte[] signature = sign(FALLBACK, SignatureAlgorithm.ECDSA_SHA512, keys);

    assertThat(
            new Signatures(FALLBACK)
                .verify(SignatureAlgorithm.ECDSA_SHA512, keys.getPublic(), MESSAGE, signature))
        .isFalse();
    assertThat(
            new Signatures(FALLBACK)
                .verify(SignatureAlgorithm.ECDSA_SHA512, new byte[3], MESSAGE, signature))
        .isFalse();
  }

  /** RFC 6979 A.2.5, P-256 with SHA-256 over "sample". */
  @ParameterizedTest
  @ValueSource(strings = {"accp", "fallback"})
  void knownAnswer_ecdsa(String setting) {
    byte[] spki =
        hex(
            "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                + "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    byte[] signature =
        hex(
            "3046"
                + "022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

    Signatures signatures = new Signatures(CryptoProviders.of(setting));

    assertThat(signatures.verify(SignatureAlgorithm.ECDSA_SHA256, spki, MESSAGE, signature))
        .isTrue();
  }

  /** RFC 8032 §7.1 test 1: the empty message. */
  @ParameterizedTest
  @ValueSource(strings = {"accp", "fallback"})
  void knownAnswer_ed25519(String setting) throws Exception {
    CryptoProviders providers = CryptoProviders.of(setting);
    byte[] pkcs8 =
        hex(
            "302e020100300506032b657004220420"
                + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    byte[] spki =
        hex(
            "302a300506032b6570032100"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    Signature signer = providers.signature(SignatureAlgorithm.ED25519);
    signer.initSign(
        providers.keyFactory("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    byte[] signature = signer.sign();

    assertThat(signature)
        .isEqualTo(
            hex(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                    + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
    assertThat(
            new Signatures(providers)
                .verify(SignatureAlgorithm.ED25519, spki, new byte[0], signature))
        .isTrue();
  }

  /** PKCS#1 v1.5 is deterministic, so both choices must give the same octets. */
  @Test
  void rsaSignature_isTheSameUnderBothChoices() throws Exception {
    KeyPair keys = keys(FALLBACK, KeyAlgorithm.RSA2048);
    KeyPair moved =
        new KeyPair(
            new PublicKeys(ACCP).decode(keys.getPublic().getEncoded()),
            ACCP.keyFactory("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(keys.getPrivate().getEncoded())));

    assertThat(sign(ACCP, SignatureAlgorithm.RSA_SHA256, moved))
        .isEqualTo(sign(FALLBACK, SignatureAlgorithm.RSA_SHA256, keys));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] sign(CryptoProviders providers, SignatureAlgorithm algorithm, KeyPair keys)
      throws Exception {
    Signature signer = providers.signature(algorithm);
    signer.initSign(keys.getPrivate());
    signer.update(MESSAGE);
    return signer.sign();
  }

  private static List<KeyAlgorithm> kindsFor(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 ->
          List.of(KeyAlgorithm.P256, KeyAlgorithm.P384);
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 ->
          List.of(KeyAlgorithm.RSA2048, KeyAlgorithm.RSA3072);
      case ED25519 -> List.of(KeyAlgorithm.ED25519);
    };
  }

  private static KeyPair keys(CryptoProviders providers, KeyAlgorithm kind) throws Exception {
    Map<KeyAlgorithm, KeyPair> made = KEYS.computeIfAbsent(providers, any -> new HashMap<>());
    if (!made.containsKey(kind)) {
      made.put(kind, pair(providers, kind));
    }
    return made.get(kind);
  }

  private static KeyPair pair(CryptoProviders providers, KeyAlgorithm kind) throws Exception {
    KeyPairGenerator generator = providers.keyPairGenerator(PublicKeys.family(kind));
    switch (kind) {
      case P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
      case P384 -> generator.initialize(new ECGenParameterSpec("secp384r1"));
      case RSA2048 -> generator.initialize(2048);
      case RSA3072 -> generator.initialize(3072);
      default -> {}
    }
    return generator.generateKeyPair();
  }

  static PublicKey somePublicKey(KeyAlgorithm kind) throws Exception {
    return keys(ACCP, kind).getPublic();
  }
}
