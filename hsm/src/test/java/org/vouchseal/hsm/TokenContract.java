package org.vouchseal.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.PublicKeys;
import org.vouchseal.hsm.provider.Signatures;

/**
 * The list that every kind of token passes. What a token makes is judged with other code than its
 * own: the fallback providers.
 */
public interface TokenContract extends StreamSigningContract, WrappingContract {

  byte[] MESSAGE = "to be signed".getBytes(US_ASCII);
  byte[] SECRET = "a data key of thirty-two octets.".getBytes(US_ASCII);
  byte[] BINDING = "escrow 7, version 1".getBytes(US_ASCII);
  CryptoProviders JUDGE = CryptoProviders.of("fallback");

  /** Of the one token of this test, empty when the test begins. */
  @Override
  TokenAdministration administration();

  /** The same token opened for use, with all keys made so far. */
  @Override
  Token open();

  /** Kinds of signing keys that this kind of token can hold. */
  @Override
  default List<KeyAlgorithm> signingKinds() {
    return List.of(
        KeyAlgorithm.P256,
        KeyAlgorithm.P384,
        KeyAlgorithm.ED25519,
        KeyAlgorithm.RSA2048,
        KeyAlgorithm.RSA3072,
        KeyAlgorithm.RSA4096);
  }

  private Token with(KeyPurpose purpose, KeyAlgorithm algorithm) {
    assertThat(administration().ensure(purpose, algorithm)).isTrue();
    return open();
  }

  @Test
  default void signature_verifiesWithThePublicKeyOfTheKey_andNotOverOtherBytes() {
    for (KeyAlgorithm kind : signingKinds()) {
      KeyPurpose purpose =
          new KeyPurpose("sign-" + kind.name().toLowerCase(Locale.ROOT), Capability.SIGN);
      SigningKey key = with(purpose, kind).signing(purpose);

      byte[] signature = key.sign(MESSAGE);

      Signatures judge = new Signatures(JUDGE);
      assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.preferredFor(kind));
      assertThat(PublicKeys.algorithmOf(key.publicKey().getEncoded())).isEqualTo(kind);
      assertThat(judge.verify(key.algorithm(), key.publicKey(), MESSAGE, signature))
          .as("%s", kind)
          .isTrue();
      assertThat(judge.verify(key.algorithm(), key.publicKey(), SECRET, signature)).isFalse();
    }
  }

  @Test
  default void keys_areTheSameAfterOpeningAgain() {
    PublicKey first =
        with(KeyPurpose.SMIME_CA, KeyAlgorithm.P256).signing(KeyPurpose.SMIME_CA).publicKey();

    PublicKey again = open().signing(KeyPurpose.SMIME_CA).publicKey();

    assertThat(again.getEncoded()).isEqualTo(first.getEncoded());
  }

  @Test
  default void ensure_makesAKeyOnce() {
    assertThat(administration().has(KeyPurpose.RECEIPT)).isFalse();
    assertThat(administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256)).isTrue();
    byte[] made = open().signing(KeyPurpose.RECEIPT).publicKey().getEncoded();

    assertThat(administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256)).isFalse();

    assertThat(administration().has(KeyPurpose.RECEIPT)).isTrue();
    assertThat(open().signing(KeyPurpose.RECEIPT).publicKey().getEncoded()).isEqualTo(made);
  }

  @Test
  default void ensure_withAnotherAlgorithmThanTheKeyHas_isRefusedNamingBoth() {
    boolean unused = administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256);

    assertThatThrownBy(() -> administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P384))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("receipt", "P256", "P384");
  }

  @Test
  default void ensure_withAnAlgorithmThatCannotServeThePurpose_isRefused() {
    for (KeyPurpose purpose :
        List.of(KeyPurpose.KEK, KeyPurpose.ORDER_DECRYPTION, KeyPurpose.RECEIPT)) {
      KeyAlgorithm wrong =
          purpose.capability() == Capability.SIGN ? KeyAlgorithm.AES256 : KeyAlgorithm.ED25519;

      assertThatThrownBy(() -> administration().ensure(purpose, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(purpose.name());
      assertThat(administration().has(purpose)).isFalse();
    }
  }

  @Test
  default void absentKey_isSaidByTokenAndPurpose() {
    Token token = with(KeyPurpose.RECEIPT, KeyAlgorithm.P256);

    assertThatThrownBy(() -> token.signing(KeyPurpose.ROOT_CA))
        .isInstanceOf(KeyAbsent.class)
        .hasMessageContainingAll(token.name(), "root-ca");
    assertThatThrownBy(() -> token.wrapping(KeyPurpose.KEK)).isInstanceOf(KeyAbsent.class);
    assertThatThrownBy(() -> token.agreement(KeyPurpose.ORDER_DECRYPTION))
        .isInstanceOf(KeyAbsent.class);
  }

  @Test
  default void keyMadeForOneCapability_isNeverGivenAsAnother() {
    KeyPurpose decrypt = new KeyPurpose("transport", Capability.DECRYPT);
    boolean unused = administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256);
    unused = administration().ensure(KeyPurpose.ORDER_DECRYPTION, KeyAlgorithm.P256);
    unused = administration().ensure(KeyPurpose.KEK, KeyAlgorithm.AES256);
    unused = administration().ensure(decrypt, KeyAlgorithm.RSA2048);
    Token token = open();

    for (KeyPurpose made :
        List.of(KeyPurpose.RECEIPT, KeyPurpose.ORDER_DECRYPTION, KeyPurpose.KEK, decrypt)) {
      for (Capability claimed : Capability.values()) {
        KeyPurpose asked = new KeyPurpose(made.name(), claimed);
        for (Capability used : Capability.values()) {
          if (used == made.capability() && claimed == made.capability()) {
            assertThat(use(token, asked, used)).isNotNull();
          } else {
            assertThatThrownBy(() -> use(token, asked, used))
                .as("%s made, %s claimed, used as %s", made, claimed, used)
                .isInstanceOf(KeyAbsent.class);
          }
        }
      }
    }
  }

  private static Object use(Token token, KeyPurpose purpose, Capability as) {
    return switch (as) {
      case SIGN -> token.signing(purpose);
      case DECRYPT -> token.decryption(purpose);
      case DERIVE -> token.agreement(purpose);
      case WRAP -> token.wrapping(purpose);
    };
  }

  @Test
  default void sameNameWithAnotherCapability_isNotMade() {
    boolean unused = administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256);
    KeyPurpose twin = new KeyPurpose("receipt", Capability.DERIVE);

    assertThatThrownBy(() -> administration().ensure(twin, KeyAlgorithm.P256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("receipt", "SIGN", "DERIVE");
  }

  @Test
  default void agreement_givesTheSecretThatThePeerComputes() throws Exception {
    for (KeyAlgorithm curve : List.of(KeyAlgorithm.P256, KeyAlgorithm.P384)) {
      KeyPurpose purpose =
          new KeyPurpose("agree-" + (curve == KeyAlgorithm.P256 ? 256 : 384), Capability.DERIVE);
      AgreementKey key = with(purpose, curve).agreement(purpose);
      KeyPair peer = pair(curve == KeyAlgorithm.P256 ? "secp256r1" : "secp384r1");

      byte[] secret = key.agree(peer.getPublic());

      KeyAgreement other = JUDGE.ecdh();
      other.init(peer.getPrivate());
      Object unused =
          other.doPhase(new PublicKeys(JUDGE).decode(key.publicKey().getEncoded()), true);
      assertThat(secret)
          .isEqualTo(other.generateSecret())
          .hasSize(curve == KeyAlgorithm.P256 ? 32 : 48);
    }
  }

  @Test
  default void peerOnAnotherCurveOrOfAnotherFamily_isRefused() throws Exception {
    AgreementKey key =
        with(KeyPurpose.ORDER_DECRYPTION, KeyAlgorithm.P256).agreement(KeyPurpose.ORDER_DECRYPTION);
    KeyPairGenerator rsa = JUDGE.keyPairGenerator("RSA");
    rsa.initialize(2048);

    for (PublicKey peer :
        List.of(
            pair("secp384r1").getPublic(),
            pair("secp521r1").getPublic(),
            pair("secp256k1").getPublic(),
            JUDGE.keyPairGenerator("Ed25519").generateKeyPair().getPublic(),
            rsa.generateKeyPair().getPublic())) {
      assertThatThrownBy(() -> key.agree(peer)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void peerThatIsNoPointOfTheCurve_isRefused() throws Exception {
    AgreementKey key =
        with(KeyPurpose.ORDER_DECRYPTION, KeyAlgorithm.P256).agreement(KeyPurpose.ORDER_DECRYPTION);
    byte[] spki = pair("secp256r1").getPublic().getEncoded();
    byte[] offCurve = spki.clone();
    offCurve[90] ^= 1;
    byte[] beyondField = spki.clone();
    Arrays.fill(beyondField, 27, 59, (byte) 0xff);

    for (byte[] bad : List.of(offCurve, beyondField)) {
      assertThatThrownBy(() -> key.agree(new GivenKey(bad)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(key.agree(new GivenKey(spki))).hasSize(32);
  }

  /** A public key as a foreign provider would hand it over, checked by nobody. */
  record GivenKey(byte[] spki) implements PublicKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return spki.clone();
    }
  }

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = JUDGE.keyPairGenerator("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @Test
  default void decryption_opensOaepWithSha256_andRefusesEverythingElseAlike() throws Exception {
    KeyPurpose purpose = new KeyPurpose("transport", Capability.DECRYPT);
    DecryptionKey key = with(purpose, KeyAlgorithm.RSA2048).decryption(purpose);
    byte[] good = oaep(key.publicKey(), "SHA-256", MGF1ParameterSpec.SHA256);
    byte[] sha1Mask = oaep(key.publicKey(), "SHA-256", MGF1ParameterSpec.SHA1);
    byte[] flipped = good.clone();
    flipped[100] ^= 1;

    assertThat(key.decrypt(good)).isEqualTo(SECRET);
    Set<String> messages = new HashSet<>();
    for (byte[] bad :
        List.of(
            sha1Mask,
            flipped,
            new byte[0],
            new byte[256],
            Arrays.copyOf(good, 255),
            Arrays.copyOf(good, 300),
            BigInteger.TWO.pow(2048).subtract(BigInteger.ONE).toByteArray())) {
      assertThatThrownBy(() -> key.decrypt(bad))
          .isInstanceOf(OpeningRefused.class)
          .hasNoCause()
          .satisfies(refusal -> messages.add(refusal.getMessage()));
    }
    assertThat(messages).hasSize(1);
  }

  private static byte[] oaep(PublicKey key, String digest, MGF1ParameterSpec mask)
      throws Exception {
    Cipher cipher = JUDGE.rsaCipher("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new PublicKeys(JUDGE).decode(key.getEncoded()),
        new OAEPParameterSpec(digest, "MGF1", mask, PSource.PSpecified.DEFAULT));
    return cipher.doFinal(SECRET);
  }

  @Test
  default void manyThreads_useOneTokenAtOnce() {
    boolean unused = administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256);
    unused = administration().ensure(KeyPurpose.KEK, KeyAlgorithm.AES256);
    Token token = open();
    SigningKey signing = token.signing(KeyPurpose.RECEIPT);
    WrappingKey wrapping = token.wrapping(KeyPurpose.KEK);

    boolean allGood =
        IntStream.range(0, 200)
            .parallel()
            .allMatch(
                i -> {
                  byte[] message = {(byte) i};
                  return new Signatures(JUDGE)
                          .verify(
                              signing.algorithm(),
                              signing.publicKey(),
                              message,
                              signing.sign(message))
                      && Arrays.equals(
                          wrapping.unwrap(wrapping.wrap(message, BINDING), BINDING), message);
                });

    assertThat(allGood).isTrue();
  }
}
