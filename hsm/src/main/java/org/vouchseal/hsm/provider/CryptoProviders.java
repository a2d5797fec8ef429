package org.vouchseal.hsm.provider;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.SignatureAlgorithm;

/**
 * The providers in force, one object per role.
 *
 * <p>{@code auto} takes the Amazon Corretto Crypto Provider for elliptic curves, RSA and EdDSA
 * where it loads and passes its self-test, else BouncyCastle (curves) and the JDK (RSA); {@code
 * accp} insists on it; {@code fallback} never takes it. Digests, MACs, key derivation and AES are
 * always the JDK's own. Keys of Edwards curves are always the JDK's objects: Corretto has no
 * factory for them and takes no others, and the JDK's key store refuses BouncyCastle's. Immutable
 * and safe for many threads.
 */
public final class CryptoProviders {

  private static final Logger LOG = LoggerFactory.getLogger(CryptoProviders.class);
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private final String choice;
  private final Provider curves;
  private final Provider edwards;
  private final Provider rsa;
  private final Provider rsaCiphers;
  private final Provider edwardsKeys;
  private final Provider digests;
  private final Provider ciphers;

  private CryptoProviders(
      String choice, Provider curves, Provider edwards, Provider rsa, Provider rsaCiphers) {
    this.choice = choice;
    this.curves = curves;
    this.edwards = edwards;
    this.edwardsKeys = jdk("SunEC");
    this.rsa = rsa;
    this.rsaCiphers = rsaCiphers;
    this.digests = jdk("SUN");
    this.ciphers = jdk("SunJCE");
  }

  /**
   * The providers for a setting of {@code VOUCHSEAL_CRYPTO}.
   *
   * @param setting {@code auto}, {@code accp} or {@code fallback}
   * @throws IllegalArgumentException for any other text, or when {@code accp} is not healthy here
   */
  public static CryptoProviders of(String setting) {
    CryptoProviders chosen =
        switch (setting.toLowerCase(Locale.ROOT)) {
          case "auto" ->
              CorrettoProvider.healthy()
                  .map(CryptoProviders::corretto)
                  .orElseGet(CryptoProviders::fallback);
          case "accp" ->
              corretto(
                  CorrettoProvider.healthy()
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "VOUCHSEAL_CRYPTO=accp, but the Amazon Corretto Crypto Provider"
                                      + " does not load or fails its self-test here; use auto or"
                                      + " fallback")));
          case "fallback" -> fallback();
          default ->
              throw new IllegalArgumentException(
                  "VOUCHSEAL_CRYPTO must be auto, accp or fallback, found " + setting);
        };
    LOG.info("cryptography: {} (VOUCHSEAL_CRYPTO={})", chosen, setting);
    return chosen;
  }

  private static CryptoProviders corretto(Provider provider) {
    return new CryptoProviders("accp", provider, provider, provider, provider);
  }

  private static CryptoProviders fallback() {
    return new CryptoProviders(
        "fallback", BOUNCY_CASTLE, BOUNCY_CASTLE, jdk("SunRsaSign"), jdk("SunJCE"));
  }

  private static Provider jdk(String name) {
    return Objects.requireNonNull(Security.getProvider(name), name);
  }

  /** What was chosen, for the log: {@code accp} or {@code fallback}. */
  public String choice() {
    return choice;
  }

  /** For structures that BouncyCastle builds itself; computation goes through the other methods. */
  public Provider bouncyCastle() {
    return BOUNCY_CASTLE;
  }

  /**
   * A signature, not yet initialized. Keys of Edwards curves must come from {@link #keyFactory} or
   * {@link #keyPairGenerator} of this object; {@link PublicKeys} and {@link Signatures} see to it.
   */
  public Signature signature(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    Provider provider =
        switch (algorithm) {
          case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> curves;
          case ED25519 -> edwards;
          case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> rsa;
        };
    return Signature.getInstance(algorithm.jcaName(), provider);
  }

  /** RSASSA-PSS, whose parameters the caller sets before it initializes. */
  public Signature rsaPss() throws GeneralSecurityException {
    return Signature.getInstance("RSASSA-PSS", rsa);
  }

  /** A key factory for {@code EC}, {@code RSA} or {@code Ed25519}. */
  public KeyFactory keyFactory(String family) throws GeneralSecurityException {
    return KeyFactory.getInstance(family, family(family));
  }

  /** A key pair generator for {@code EC}, {@code RSA} or {@code Ed25519}, not yet initialized. */
  public KeyPairGenerator keyPairGenerator(String family) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(family, family(family));
  }

  /** A cipher for RSA, e.g. {@code RSA/ECB/OAEPPadding}. */
  public Cipher rsaCipher(String transformation) throws GeneralSecurityException {
    return Cipher.getInstance(transformation, rsaCiphers);
  }

  /** ECDH on the curves of this project. */
  public KeyAgreement ecdh() throws GeneralSecurityException {
    return KeyAgreement.getInstance("ECDH", curves);
  }

  /** A digest of the JDK, e.g. {@code SHA-256}. */
  public MessageDigest digest(String name) throws GeneralSecurityException {
    return MessageDigest.getInstance(name, digests);
  }

  /** A MAC of the JDK, e.g. {@code HmacSHA256}. */
  public Mac mac(String name) throws GeneralSecurityException {
    return Mac.getInstance(name, ciphers);
  }

  /** A secret key factory of the JDK, e.g. {@code PBKDF2WithHmacSHA256}. */
  public SecretKeyFactory secretKeyFactory(String name) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance(name, ciphers);
  }

  /** A cipher of the JDK, e.g. {@code AES/GCM/NoPadding}. */
  public Cipher cipher(String transformation) throws GeneralSecurityException {
    return Cipher.getInstance(transformation, ciphers);
  }

  private Provider family(String family) {
    return switch (family) {
      case "EC" -> curves;
      case "RSA" -> rsa;
      case "Ed25519" -> edwardsKeys;
      default -> throw new IllegalArgumentException("no provider for keys of family " + family);
    };
  }

  @Override
  public String toString() {
    return choice
        + ": curves by "
        + described(curves)
        + ", Edwards curves by "
        + described(edwards)
        + ", RSA by "
        + described(rsa)
        + ", the rest by the JDK";
  }

  private static String described(Provider provider) {
    return provider.getName() + " " + provider.getVersionStr();
  }
}
