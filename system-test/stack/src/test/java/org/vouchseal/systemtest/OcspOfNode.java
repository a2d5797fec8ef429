package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** One question without nonce, asked of one node past the proxy: what may be cached. */
final class OcspOfNode {

  private final String path;

  OcspOfNode(X509CertificateHolder issuer, X509CertificateHolder certificate) {
    try {
      CertificateID id =
          new CertificateID(
              new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
              issuer,
              certificate.getSerialNumber());
      byte[] der = new OCSPReqBuilder().addRequest(id).build().getEncoded();
      this.path = "/ocsp/" + Base64.getEncoder().encodeToString(der);
    } catch (OCSPException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The issuer's certificate as a node gives it out. */
  static X509CertificateHolder issuer(int port) {
    try {
      return new X509CertificateHolder(octets(RawHttp.get(port, "/pki/smime.cer")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the node says revoked; any answer but that and good fails. */
  boolean isRevoked(int port) {
    try {
      OCSPResp answer = new OCSPResp(octets(RawHttp.get(port, path)));
      assertThat(answer.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
      Object status =
          ((BasicOCSPResp) answer.getResponseObject()).getResponses()[0].getCertStatus();
      assertThat(status == null || status instanceof RevokedStatus).as("%s", status).isTrue();
      return status != null;
    } catch (OCSPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] octets(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().getBytes(StandardCharsets.ISO_8859_1);
  }
}
