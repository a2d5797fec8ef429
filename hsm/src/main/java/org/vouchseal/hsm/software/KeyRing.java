package org.vouchseal.hsm.software;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.Capability;
import org.vouchseal.hsm.KeyAbsent;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.PublicKeys;
import org.vouchseal.hsm.provider.UnsupportedKey;

/** The keys of an opened token, decoded for the providers in force. Never leaves this package. */
final class KeyRing {

  private final String tokenName;
  private final Map<KeyPurpose, StoredPair> pairs = new HashMap<>();
  private final Map<KeyPurpose, NavigableMap<Integer, SecretKey>> secretKeys = new HashMap<>();

  /** A key pair and its kind. */
  record StoredPair(KeyPair keys, KeyAlgorithm algorithm) {

    @Override
    public String toString() {
      return "StoredPair[" + algorithm + "]";
    }
  }

  private KeyRing(String tokenName) {
    this.tokenName = tokenName;
  }

  static KeyRing of(String tokenName, KeyStore store, char[] secret, CryptoProviders providers) {
    KeyRing ring = new KeyRing(tokenName);
    try {
      for (String text : Collections.list(store.aliases())) {
        ring.add(Alias.parse(text), store, secret, providers);
      }
    } catch (GeneralSecurityException | UnsupportedKey e) {
      throw new TokenUnavailable("token " + tokenName + " holds a key that does not decode", e);
    }
    return ring;
  }

  private void add(Alias alias, KeyStore store, char[] secret, CryptoProviders providers)
      throws GeneralSecurityException {
    Key key = store.getKey(alias.toString(), secret);
    if (key instanceof PrivateKey privateKey) {
      byte[] spki = store.getCertificate(alias.toString()).getPublicKey().getEncoded();
      pairs.put(alias.purpose(), pair(privateKey, spki, providers));
    } else if (key instanceof SecretKey && alias.purpose().capability() == Capability.WRAP) {
      secretKeys
          .computeIfAbsent(alias.purpose(), purpose -> new TreeMap<>())
          .put(alias.version(), new SecretKeySpec(key.getEncoded(), "AES"));
    } else {
      throw new TokenUnavailable("token " + tokenName + " holds no usable key at " + alias);
    }
  }

  private static StoredPair pair(PrivateKey stored, byte[] spki, CryptoProviders providers)
      throws GeneralSecurityException {
    KeyAlgorithm algorithm = PublicKeys.algorithmOf(spki);
    byte[] pkcs8 = stored.getEncoded();
    try {
      PrivateKey decoded =
          providers
              .keyFactory(PublicKeys.family(algorithm))
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new StoredPair(
          new KeyPair(new PublicKeys(providers).decode(spki), decoded), algorithm);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  int size() {
    return pairs.size() + secretKeys.size();
  }

  StoredPair pair(KeyPurpose purpose, Capability asked) {
    StoredPair found = purpose.capability() == asked ? pairs.get(purpose) : null;
    if (found == null) {
      throw absent(purpose, asked);
    }
    return found;
  }

  NavigableMap<Integer, SecretKey> versions(KeyPurpose purpose) {
    NavigableMap<Integer, SecretKey> found = secretKeys.get(purpose);
    if (found == null) {
      throw absent(purpose, Capability.WRAP);
    }
    return Collections.unmodifiableNavigableMap(found);
  }

  private KeyAbsent absent(KeyPurpose purpose, Capability asked) {
    return new KeyAbsent(
        "token " + tokenName + " holds no key " + purpose.name() + " that can " + asked);
  }

  @Override
  public String toString() {
    return "KeyRing[" + tokenName + ", " + size() + " keys]";
  }
}
