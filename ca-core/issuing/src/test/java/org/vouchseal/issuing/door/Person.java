package org.vouchseal.issuing.door;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.cert.X509CertificateHolder;

/** Somebody with an order, keys, and what he was answered. */
final class Person {

  final Applicant applicant;
  final List<Held> held = new ArrayList<>();
  final List<Answered> answered = new ArrayList<>();
  private final MemoryIssuing issuing;
  private final List<KeyPair> keys = new ArrayList<>();

  /** A certificate of his and its key. */
  record Held(X509CertificateHolder certificate, KeyPair key) {}

  /** An answer with a certificate, and how its request was protected. */
  record Answered(Applicant.Answer answer, boolean underMac, Held signer) {
    Held signerOr(Held other) {
      return signer == null ? other : signer;
    }
  }

  Person(MemoryIssuing issuing, String mailbox) {
    this.issuing = issuing;
    this.applicant = Applicant.of(issuing, mailbox);
  }

  void key(KeyPair key) {
    keys.add(key);
  }

  Held signer(int index) {
    return held.get(index % held.size());
  }

  boolean secretSpent() {
    return issuing
        .stores
        .registrar
        .rows
        .orders
        .get(applicant.enrolment.order().reference())
        .secret()
        .isEmpty();
  }

  void heard(byte[] request, Applicant.Answer answer) {
    int type = answer.type();
    boolean certificate =
        type == PKIBody.TYPE_INIT_REP
            || type == PKIBody.TYPE_CERT_REP
            || type == PKIBody.TYPE_KEY_UPDATE_REP;
    if (!certificate || answer.response().getCertifiedKeyPair() == null) {
      return;
    }
    var issued = answer.certificate();
    keys.stream()
        .filter(k -> Applicant.spki(k).equals(issued.getSubjectPublicKeyInfo()))
        .findFirst()
        .ifPresent(k -> held.add(new Held(issued, k)));
    PKIMessage sentMessage = PKIMessage.getInstance(request);
    boolean mac =
        sentMessage
            .getHeader()
            .getProtectionAlg()
            .getAlgorithm()
            .getId()
            .startsWith("1.2.840.113533");
    Held signer =
        held.stream()
            .filter(
                h ->
                    h.certificate()
                        .getSubject()
                        .equals(sentMessage.getHeader().getSender().getName()))
            .filter(
                h ->
                    sentMessage.getExtraCerts() != null
                        && sentMessage
                            .getExtraCerts()[0]
                            .getX509v3PKCert()
                            .equals(h.certificate().toASN1Structure()))
            .findFirst()
            .orElse(null);
    answered.add(new Answered(answer, mac, signer));
  }
}
