package org.vouchseal.ceremony;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.vouchseal.ceremony.CeremonyPlan.PlannedRegistrationAuthority;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * One ceremony: records the plan, makes keys, certifies them, writes the index. Every step is
 * durable before the next begins and is skipped when its result is there, so an interrupted
 * ceremony is completed by performing it again, and a completed one is left as it is.
 */
final class Ceremony {

  /** Where a ceremony reads and writes. */
  record Places(Path plan, Path pki, Path tokens, Path secrets) {}

  /** What a ceremony takes from its surroundings. */
  record Surroundings(
      CryptoProviders providers, Clock clock, SecureRandom random, HaltPoint halt) {}

  private static final String ARCHIVE_TRANSPORT = "archive-transport";

  private final PlanEntries entries;
  private final CeremonyPlan plan;
  private final PkiFolder folder;
  private final CeremonyTokens tokens;
  private final CertificateMaking certificates;
  private final HaltPoint halt;

  private Ceremony(
      PlanEntries entries, CeremonyPlan plan, Places places, Surroundings surroundings) {
    this.entries = entries;
    this.plan = plan;
    this.folder = new PkiFolder(places.pki());
    this.halt = surroundings.halt();
    this.tokens =
        new CeremonyTokens(
            places.tokens(), places.secrets(), surroundings.providers(), surroundings.random());
    this.certificates =
        new CertificateMaking(
            plan,
            folder,
            surroundings.providers(),
            surroundings.clock(),
            surroundings.random(),
            halt);
  }

  /**
   * Reads and checks the plan; does nothing else yet.
   *
   * @param reservedPolicy {@code true} or {@code false}: whether the S/MIME CA asserts the policies
   *     of the CA/Browser Forum
   * @throws CeremonyRefused naming every fault of the plan
   */
  static Ceremony prepare(
      Places places, String publicUrl, String reservedPolicy, Surroundings surroundings) {
    PlanEntries entries =
        PlanEntries.read(places.plan())
            .with(PlanReader.PUBLIC_URL, publicUrl)
            .with(PlanReader.RESERVED_POLICY, reservedPolicy);
    return new Ceremony(entries, PlanReader.plan(entries), places, surroundings);
  }

  /**
   * Performs what is missing and says whether anything was.
   *
   * @throws CeremonyRefused when the folder was begun with another plan or address
   */
  boolean perform() {
    return folder.exclusively(
        () -> {
          recordPlan();
          Optional<byte[]> index = folder.find(PkiDirectory.INDEX);
          if (index.isPresent()) {
            return added(PlanEntries.parse(index.get()));
          }
          makeKeys();
          certify();
          publishKeys();
          writeIndex();
          return true;
        });
  }

  private void recordPlan() {
    Optional<byte[]> recorded = folder.find(CeremonyFiles.PLAN);
    if (recorded.isEmpty()) {
      folder.write(CeremonyFiles.PLAN, bytes(entries.text()));
      halt.reached("ceremony.plan");
      return;
    }
    List<String> differences = PlanEntries.parse(recorded.get()).differencesTo(entries);
    if (!differences.isEmpty()) {
      throw new CeremonyRefused(
          "the ceremony of "
              + folder.path()
              + " was for another plan: "
              + String.join("; ", differences)
              + ". Certificates carry these values; take the old ones, or begin with empty folders");
    }
  }

  /** A ceremony of an earlier version is completed by what it did not know. */
  private boolean added(PlanEntries index) {
    String entry = "certificate." + ARCHIVE_TRANSPORT;
    if (!plan.plans(ARCHIVE_TRANSPORT) || index.find(entry).isPresent()) {
      return false;
    }
    if (!tokens.has(CeremonyKeys.ISSUING_TOKEN) || !tokens.has(CeremonyKeys.KEYSERVICE_TOKEN)) {
      throw new CeremonyRefused(
          "certificate "
              + ARCHIVE_TRANSPORT
              + " is planned and missing in "
              + folder.path()
              + "; bring the tokens issuing and keyservice to make it, or take it out of the plan");
    }
    ensure(
        CeremonyKeys.KEYSERVICE_TOKEN, KeyPurpose.ARCHIVE_TRANSPORT, algorithm(ARCHIVE_TRANSPORT));
    SigningKey trustKey = tokens.open(CeremonyKeys.ISSUING_TOKEN).signing(KeyPurpose.TRUST_CA);
    byte[] trust =
        folder
            .find(CeremonyFiles.certificate("trust"))
            .orElseThrow(() -> new CeremonyRefused("the certificate trust is missing"));
    certifyArchiveTransport(IssuerCertificate.of("trust", trust), trustKey);
    PlanEntries more = index.with(entry, CeremonyFiles.certificate(ARCHIVE_TRANSPORT));
    folder.write(PkiDirectory.INDEX, bytes(more.text()));
    return true;
  }

  private void certifyArchiveTransport(IssuerCertificate trust, SigningKey trustKey) {
    byte[] unused =
        certificates.issued(
            ARCHIVE_TRANSPORT,
            CertificateProfiles.ARCHIVE_TRANSPORT,
            trust,
            trustKey,
            spki(CeremonyKeys.KEYSERVICE_TOKEN, KeyPurpose.ARCHIVE_TRANSPORT));
  }

  private void makeKeys() {
    ensure(CeremonyKeys.ROOT_TOKEN, KeyPurpose.ROOT_CA, algorithm("root"));
    ensure(CeremonyKeys.ISSUING_TOKEN, KeyPurpose.SMIME_CA, algorithm("smime"));
    ensure(CeremonyKeys.ISSUING_TOKEN, KeyPurpose.TRUST_CA, algorithm("trust"));
    ensure(CeremonyKeys.ISSUING_TOKEN, KeyPurpose.CMP_SIGNER, algorithm("cmp-signer"));
    ensure(CeremonyKeys.KEYSERVICE_TOKEN, KeyPurpose.KGA, algorithm("kga"));
    if (plan.plans(ARCHIVE_TRANSPORT)) {
      ensure(
          CeremonyKeys.KEYSERVICE_TOKEN,
          KeyPurpose.ARCHIVE_TRANSPORT,
          algorithm(ARCHIVE_TRANSPORT));
    }
    for (CeremonyKeys.BareKey key : CeremonyKeys.BARE) {
      ensure(key.token(), key.purpose(), plan.key(key.purpose().name()));
    }
    for (CeremonyKeys.SymmetricKey key : CeremonyKeys.SYMMETRIC) {
      ensure(key.token(), key.purpose(), KeyAlgorithm.AES256);
    }
    for (PlannedRegistrationAuthority authority : plan.registrationAuthorities()) {
      ensure(authority.tokenName(), KeyPurpose.RA_ORDER, algorithm(authority.certificateName()));
    }
  }

  private KeyAlgorithm algorithm(String certificate) {
    return plan.certificate(certificate).algorithm();
  }

  private void ensure(String token, KeyPurpose purpose, KeyAlgorithm algorithm) {
    if (tokens.ensure(token, purpose, algorithm)) {
      halt.reached("ceremony.key." + token + "." + purpose.name());
    }
  }

  private void certify() {
    SigningKey rootKey = tokens.open(CeremonyKeys.ROOT_TOKEN).signing(KeyPurpose.ROOT_CA);
    Token issuing = tokens.open(CeremonyKeys.ISSUING_TOKEN);
    SigningKey trustKey = issuing.signing(KeyPurpose.TRUST_CA);

    IssuerCertificate root = certificates.root(rootKey);
    byte[] unused =
        certificates.issued(
            "smime",
            CertificateProfiles.SMIME_CA,
            root,
            rootKey,
            spki(CeremonyKeys.ISSUING_TOKEN, KeyPurpose.SMIME_CA));
    IssuerCertificate trust =
        IssuerCertificate.of(
            "trust",
            certificates.issued(
                "trust",
                CertificateProfiles.TRUST_CA,
                root,
                rootKey,
                trustKey.publicKey().getEncoded()));
    certificates.rootCrl(root, rootKey);

    unused =
        certificates.issued(
            "cmp-signer",
            CertificateProfiles.CMP_SIGNER,
            trust,
            trustKey,
            spki(CeremonyKeys.ISSUING_TOKEN, KeyPurpose.CMP_SIGNER));
    unused =
        certificates.issued(
            "kga",
            CertificateProfiles.KGA,
            trust,
            trustKey,
            spki(CeremonyKeys.KEYSERVICE_TOKEN, KeyPurpose.KGA));
    if (plan.plans(ARCHIVE_TRANSPORT)) {
      certifyArchiveTransport(trust, trustKey);
    }
    for (PlannedRegistrationAuthority authority : plan.registrationAuthorities()) {
      unused =
          certificates.issued(
              authority.certificateName(),
              CertificateProfiles.RA_ORDER,
              trust,
              trustKey,
              spki(authority.tokenName(), KeyPurpose.RA_ORDER));
    }
  }

  private void publishKeys() {
    for (CeremonyKeys.BareKey key : CeremonyKeys.BARE) {
      String file = CeremonyFiles.publicKey(key.purpose().name());
      if (key.published() && folder.find(file).isEmpty()) {
        folder.write(file, spki(key.token(), key.purpose()));
        halt.reached("ceremony.written." + file);
      }
    }
  }

  private byte[] spki(String token, KeyPurpose purpose) {
    Token opened = tokens.open(token);
    return switch (purpose.capability()) {
      case SIGN -> opened.signing(purpose).publicKey().getEncoded();
      case DERIVE -> opened.agreement(purpose).publicKey().getEncoded();
      case DECRYPT -> opened.decryption(purpose).publicKey().getEncoded();
      case WRAP -> throw new IllegalArgumentException(purpose.name() + " has no public half");
    };
  }

  private void writeIndex() {
    halt.reached("ceremony.before-index");
    folder.write(PkiDirectory.INDEX, bytes(CeremonyIndex.of(plan).text()));
    halt.reached("ceremony.index");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
