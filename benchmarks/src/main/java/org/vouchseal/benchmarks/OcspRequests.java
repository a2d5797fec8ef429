package org.vouchseal.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.vouchseal.model.directory.PkiDirectory;

/**
 * OCSP requests for certificates that were issued, encoded before anything is measured: what a
 * client computes is taken from the server where both share the processors.
 */
final class OcspRequests {

  private static final int NONCE = 16;

  /** Where the status stands, behind a tag and a length in three octets. */
  private static final int STATUS = 4;

  private final Certificate issuer;
  private final List<byte[]> plain = new ArrayList<>();
  private final List<byte[]> withNonce = new ArrayList<>();

  OcspRequests(Stand stand, int count) {
    this.issuer =
        Certificate.getInstance(PkiDirectory.open(stand.var().resolve("pki")).certificate("smime"));
    try (Connection db =
            DriverManager.getConnection(
                stand.databaseUrl("issuing"), "issuing_app", stand.password("issuing_app"));
        Statement statement = db.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT serial FROM certificate WHERE issuer = 'smime' AND profile = 'signing'"
                    + " ORDER BY id LIMIT "
                    + count)) {
      while (rows.next()) {
        BigInteger serial = new BigInteger(1, rows.getBytes(1));
        plain.add(request(serial, Optional.empty()));
        withNonce.add(request(serial, Optional.of(nonce())));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the certificates cannot be listed", e);
    }
  }

  /** One for a random certificate without nonce; not to be changed. */
  byte[] plain() {
    return any(plain);
  }

  /** One for a random certificate with a fresh nonce, which is what it ends with. */
  byte[] withNonce() {
    byte[] request = any(withNonce).clone();
    byte[] nonce = new byte[NONCE];
    ThreadLocalRandom.current().nextBytes(nonce);
    System.arraycopy(nonce, 0, request, request.length - NONCE, NONCE);
    return request;
  }

  private static byte[] any(List<byte[]> requests) {
    return requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
  }

  private static Extension nonce() {
    try {
      return new Extension(
          OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
          false,
          new DEROctetString(new DEROctetString(new byte[NONCE]).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("NullAway") // absent optional fields are null in BouncyCastle's constructors
  private byte[] request(BigInteger serial, Optional<Extension> nonce) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      CertID id =
          new CertID(
              new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
              new DEROctetString(sha1.digest(issuer.getSubject().getEncoded("DER"))),
              new DEROctetString(
                  sha1.digest(issuer.getSubjectPublicKeyInfo().getPublicKeyData().getOctets())),
              new ASN1Integer(serial));
      ASN1Encodable[] requests = {new Request(id, null)};
      return new OCSPRequest(
              new TBSRequest(
                  null, new DERSequence(requests), nonce.map(Extensions::new).orElse(null)),
              null)
          .getEncoded("DER");
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An OCSPResponse of some hundred octets begins with its length in two and its status. */
  static void check(byte[] answer) {
    if (answer.length < STATUS + 3
        || answer[STATUS] != BERTags.ENUMERATED
        || answer[STATUS + 1] != 1
        || answer[STATUS + 2] != OCSPResponseStatus.SUCCESSFUL) {
      throw new IllegalStateException("OCSP did not answer successfully");
    }
  }
}
