package org.vouchseal.issuing.door;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.messages.asn1.DerWriter;

/** Messages whose body is any octets, under a MAC that is right for them. */
final class RawBody {

  private static final int ITERATIONS = 100;
  private static final byte[] SALT = "sixteen octets!!".getBytes(StandardCharsets.US_ASCII);
  private static final AlgorithmIdentifier PBM =
      new AlgorithmIdentifier(
          CMPObjectIdentifiers.passwordBasedMac,
          new PBMParameter(
              SALT,
              new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
              ITERATIONS,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE)));

  private RawBody() {}

  /** A fresh message of his with {@code content} under the tag of the body. */
  static byte[] under(Applicant who, int tag, byte[] content) {
    try {
      PKIMessage header =
          PKIMessage.getInstance(
              who.writer().body(Applicant.clientError()).raw(PBM, new DERBitString(new byte[32])));
      byte[] headerDer =
          ASN1Sequence.getInstance(header).getObjectAt(0).toASN1Primitive().getEncoded("DER");
      byte[] body = tagged(tag, content);
      byte[] mac = mac(who.enrolment.secret(), DerWriter.sequence(headerDer, body));
      byte[] protection = new DERTaggedObject(true, 0, new DERBitString(mac)).getEncoded("DER");
      return DerWriter.sequence(headerDer, body, protection);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the answer is an error that nobody expected. */
  static boolean isSystemFailure(CmpHttpResponse response) {
    if (!response.contentType().equals("application/pkixcmp")) {
      return false;
    }
    PKIMessage message = PKIMessage.getInstance(response.body());
    return message.getBody().getType() == PKIBody.TYPE_ERROR
        && new Applicant.Answer(response.status(), response.body(), message)
            .failure()
            .equals("systemFailure");
  }

  private static byte[] tagged(int tag, byte[] content) {
    byte[] sequence = DerWriter.sequence(content);
    // the same length octets under another tag
    ByteArrayOutputStream out = new ByteArrayOutputStream(sequence.length);
    out.write(0xa0 | tag);
    out.write(sequence, 1, sequence.length - 1);
    return out.toByteArray();
  }

  private static byte[] mac(String secret, byte[] octets) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(secret.getBytes(StandardCharsets.UTF_8));
    byte[] key = digest.digest(SALT);
    for (int i = 1; i < ITERATIONS; i++) {
      key = digest.digest(key);
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(octets);
  }
}
