package org.vouchseal.status.download;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.Transactions;

/**
 * The files under {@code /pki}: CA certificates, the one for the archive's transport key and the
 * root's list from the ceremony's folder, the lists of the issuing CAs and of their shards from the
 * database, the practice statement from this software. Safe for many threads.
 */
public final class PkiDownloads {

  private static final String ARCHIVE_TRANSPORT = "archive-transport";
  private static final Set<String> AUTHORITIES = Set.of("root", "smime", "trust");
  private static final Duration CERTIFICATE_AGE = Duration.ofDays(1);
  private static final Duration CRL_AGE = Duration.ofSeconds(60);
  private static final String CERTIFICATE_TYPE = "application/pkix-cert";
  private static final String CRL_TYPE = "application/pkix-crl";

  private record Seen(byte[] bytes, Document document) {}

  /** Lists of shards are published under these names, if at all. */
  private static final Pattern SHARD = Pattern.compile("smime-[1-9][0-9]{0,2}");

  private final NewestLists lists;
  private final PkiDirectory directory;
  private final Document practiceStatement;
  private final Map<String, Seen> files = new ConcurrentHashMap<>();

  public PkiDownloads(Transactions transactions, PublishedCrls crls, PkiDirectory directory) {
    this.lists = new NewestLists(transactions, crls);
    this.directory = directory;
    this.practiceStatement =
        document(
            PracticeStatement.bytes(),
            PracticeStatement.TYPE,
            PracticeStatement.VERSION,
            CERTIFICATE_AGE);
  }

  /**
   * The file of that name, e.g. {@code smime.crl}; empty when there is none, or none yet.
   *
   * @throws org.vouchseal.model.runtime.StoreUnavailable when the database is away
   */
  public Optional<Document> find(String name) {
    if (name.equals(PracticeStatement.NAME)) {
      return Optional.of(practiceStatement);
    }
    if (name.equals(ARCHIVE_TRANSPORT + ".cer")) {
      return directory.findCertificate(ARCHIVE_TRANSPORT).map(der -> file(name, der));
    }
    int dot = name.lastIndexOf('.');
    String authority = dot < 0 ? "" : name.substring(0, dot);
    String kind = name.substring(dot + 1);
    if (SHARD.matcher(authority).matches() && kind.equals("crl")) {
      return lists.find(authority);
    }
    if (!AUTHORITIES.contains(authority)) {
      return Optional.empty();
    }
    return switch (kind) {
      case "cer" -> Optional.of(file(name, directory.certificate(authority)));
      case "crl" ->
          authority.equals("root")
              ? Optional.of(file(name, directory.rootCrl()))
              : lists.find(authority);
      default -> Optional.empty();
    };
  }

  /** Files may be replaced by a ceremony while we run, so they are read each time. */
  private Document file(String name, byte[] bytes) {
    Seen seen = files.get(name);
    if (seen != null && Arrays.equals(seen.bytes, bytes)) {
      return seen.document;
    }
    Document document =
        name.endsWith(".crl")
            ? document(bytes, CRL_TYPE, thisUpdate(bytes), CRL_AGE)
            : document(bytes, CERTIFICATE_TYPE, notBefore(bytes), CERTIFICATE_AGE);
    files.put(name, new Seen(bytes, document));
    return document;
  }

  private static Document document(
      byte[] bytes, String type, Instant lastModified, Duration maxAge) {
    return document(Content.of(bytes), type, lastModified, Sha256.hex(bytes), maxAge);
  }

  static Document document(
      Content content, String type, Instant lastModified, String digest, Duration maxAge) {
    return new Document(
        content, type, lastModified.truncatedTo(ChronoUnit.SECONDS), '"' + digest + '"', maxAge);
  }

  private static Instant notBefore(byte[] certificate) {
    try {
      X509Certificate decoded =
          (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(certificate));
      return decoded.getNotBefore().toInstant();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate of the ceremony cannot be decoded", e);
    }
  }

  private static Instant thisUpdate(byte[] crl) {
    try {
      X509CRL decoded = (X509CRL) x509().generateCRL(new ByteArrayInputStream(crl));
      return decoded.getThisUpdate().toInstant();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the root's list of the ceremony cannot be decoded", e);
    }
  }

  private static CertificateFactory x509() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509");
  }
}
