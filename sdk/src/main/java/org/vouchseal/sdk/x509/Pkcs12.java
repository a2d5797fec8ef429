package org.vouchseal.sdk.x509;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * Writes PKCS#12 (RFC 7292) that openssl 3 and Java 17 read without switches: PBES2 with
 * AES-256-CBC and HMAC-SHA256 for keys and certificates, and HMAC-SHA256 over the whole.
 *
 * <p>Written out rather than left to the JDK's key store, whose algorithms depend on system
 * properties of whatever program the SDK is embedded in.
 */
public final class Pkcs12 {

  private static final int ITERATIONS = 10_000;
  private static final AlgorithmIdentifier HMAC_SHA256 =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

  /**
   * A key and its certificates.
   *
   * @param alias the friendly name
   * @param key the private key
   * @param chain from the key's own certificate upwards
   */
  public record Entry(String alias, PrivateKey key, List<X509Certificate> chain) {
    public Entry {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("an entry needs the certificate of its key");
      }
    }

    /** Only the alias: the key must not reach a log. */
    @Override
    public String toString() {
      return "Entry[" + alias + "]";
    }
  }

  private Pkcs12() {}

  /** The DER of a PKCS#12 file with these entries, under one password. */
  public static byte[] write(List<Entry> entries, char[] password, SecureRandom random) {
    try {
      List<PKCS12SafeBag> certificates = new ArrayList<>();
      PKCS12PfxPduBuilder file = new PKCS12PfxPduBuilder();
      Set<X509Certificate> issuers = new LinkedHashSet<>();
      for (Entry entry : entries) {
        X509Certificate own = entry.chain().get(0);
        certificates.add(named(new JcaPKCS12SafeBagBuilder(own), entry));
        issuers.addAll(entry.chain().subList(1, entry.chain().size()));
        file.addData(
            named(new JcaPKCS12SafeBagBuilder(entry.key(), encryptor(password, random)), entry));
      }
      for (X509Certificate issuer : issuers) {
        certificates.add(new JcaPKCS12SafeBagBuilder(issuer).build());
      }
      file.addEncryptedData(
          encryptor(password, random), certificates.toArray(PKCS12SafeBag[]::new));
      PKCS12PfxPdu pdu = file.build(macCalculator(), password);
      return pdu.getEncoded("DER");
    } catch (IOException | PKCSException | OperatorCreationException e) {
      throw new IllegalStateException("the PKCS#12 file cannot be written", e);
    }
  }

  private static PKCS12SafeBag named(PKCS12SafeBagBuilder bag, Entry entry) {
    return bag.addBagAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(entry.alias()))
        .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, keyId(entry))
        .build();
  }

  private static SubjectKeyIdentifier keyId(Entry entry) {
    try {
      return new JcaX509ExtensionUtils()
          .createSubjectKeyIdentifier(entry.chain().get(0).getPublicKey());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 for key identifiers is not available", e);
    }
  }

  private static OutputEncryptor encryptor(char[] password, SecureRandom random)
      throws OperatorCreationException {
    return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
        .setPRF(HMAC_SHA256)
        .setIterationCount(ITERATIONS)
        .setRandom(random)
        .setProvider(BouncyCastle.provider())
        .build(password);
  }

  private static JcePKCS12MacCalculatorBuilder macCalculator() {
    return new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
        .setIterationCount(ITERATIONS)
        .setProvider(BouncyCastle.provider());
  }
}
