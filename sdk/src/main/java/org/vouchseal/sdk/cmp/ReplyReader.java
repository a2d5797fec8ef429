package org.vouchseal.sdk.cmp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollRepContent;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.x509.Certificates;

/** Reads ip, cp, kup and pollRep once their protection holds. */
final class ReplyReader {

  private static final int CERT_REQ_ID = 0;
  private static final long LONGEST_WAIT_SECONDS = Duration.ofDays(3_650).toSeconds();

  private final AnswerCheck check;

  ReplyReader(AnswerCheck check) {
    this.check = check;
  }

  Reply read(PKIMessage request, byte[] received, Credential credential) {
    Answer answer = check.read(request, received, credential);
    requireType(answer, request.getBody().getType() + 1);
    return certificate(answer);
  }

  /** The final answer may name the nonce of the request instead of the pollReq's (openssl does). */
  Reply readPolled(PKIMessage request, PKIMessage poll, byte[] received, Credential credential) {
    Answer answer = check.readPolled(request, poll, received, credential);
    if (answer.body().getType() == PKIBody.TYPE_POLL_REP) {
      return waiting(answer);
    }
    requireType(answer, request.getBody().getType() + 1);
    return certificate(answer);
  }

  private static Reply certificate(Answer answer) {
    try {
      CertRepMessage content = CertRepMessage.getInstance(answer.body().getContent());
      CertResponse[] responses = content.getResponse();
      if (responses.length != 1 || !responses[0].getCertReqId().hasValue(CERT_REQ_ID)) {
        throw Refusals.answer("it is not the answer to the one certificate that was asked for");
      }
      PKIStatusInfo status = responses[0].getStatus();
      if (status.getStatus().intValue() == PKIStatus.WAITING) {
        return new Reply.Waiting(Duration.ZERO, FailInfo.readable(status.getStatusString()));
      }
      requireGranted(answer.header(), status);
      return new Reply.Granted(grant(answer, content, responses[0].getCertifiedKeyPair()));
    } catch (VouchsealException refused) {
      throw refused;
    } catch (RuntimeException e) {
      throw Refusals.answer("its certificate response is malformed", e);
    } catch (IOException e) {
      throw Refusals.answer("its certificate response cannot be encoded", e);
    }
  }

  private static Reply waiting(Answer answer) {
    try {
      PollRepContent content = PollRepContent.getInstance(answer.body().getContent());
      if (content.size() != 1 || !content.getCertReqId(0).hasValue(CERT_REQ_ID)) {
        throw Refusals.answer("its pollRep is not about the one certificate that was asked for");
      }
      return new Reply.Waiting(
          seconds(content.getCheckAfter(0)), FailInfo.readable(content.getReason(0)));
    } catch (VouchsealException refused) {
      throw refused;
    } catch (RuntimeException e) {
      throw Refusals.answer("its pollRep is malformed", e);
    }
  }

  private static Duration seconds(ASN1Integer checkAfter) {
    BigInteger asked = checkAfter.getValue();
    return Duration.ofSeconds(
        asked.max(BigInteger.ONE).min(BigInteger.valueOf(LONGEST_WAIT_SECONDS)).longValueExact());
  }

  private static Grant grant(Answer answer, CertRepMessage content, CertifiedKeyPair pair)
      throws IOException {
    if (pair == null || pair.getCertOrEncCert().getCertificate() == null) {
      throw Refusals.answer("it grants a certificate but brings none in clear");
    }
    List<X509Certificate> pool = new ArrayList<>(answer.certificates());
    if (content.getCaPubs() != null) {
      for (CMPCertificate certificate : content.getCaPubs()) {
        pool.add(Certificates.ofDer(certificate.getEncoded()));
      }
    }
    X509Certificate issued =
        Certificates.ofDer(pair.getCertOrEncCert().getCertificate().getEncoded());
    return new Grant(issued, pool, sealedKey(pair.getPrivateKey()));
  }

  private static Optional<byte[]> sealedKey(EncryptedKey key) throws IOException {
    if (key == null) {
      return Optional.empty();
    }
    if (key.isEncryptedValue()) {
      throw Refusals.key("it comes in the deprecated EncryptedValue");
    }
    return Optional.of(EnvelopedData.getInstance(key.getValue()).getEncoded(ASN1Encoding.DER));
  }

  /** Returns when the status grants; waiting is not waited for. */
  static void requireDecided(PKIHeader header, PKIStatusInfo status) {
    if (status.getStatus().intValue() == PKIStatus.WAITING) {
      throw new Pending(undecided());
    }
    requireGranted(header, status);
  }

  private static void requireGranted(PKIHeader header, PKIStatusInfo status) {
    switch (status.getStatus().intValue()) {
      case PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS -> {}
      default -> throw AnswerCheck.refusal(header, status, true);
    }
  }

  static Fault undecided() {
    return Fault.local(
        "waiting",
        "the request is not decided yet",
        "somebody at the registration authority has to approve it",
        "run the same command again later; it goes on with the same key");
  }

  static void requireType(Answer answer, int type) {
    if (answer.body().getType() != type) {
      throw Refusals.answer(
          "its body is of kind " + answer.body().getType() + ", expected was " + type);
    }
  }
}
