package org.vouchseal.issuing.door;

import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIMessages;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SerialNumber;

/** Three people at one door, with a book of who has proved what. */
final class Conversations {

  private static final List<String> POINTS =
      List.of("tx-a.before", "tx-a.after", "tx-b.after", "sign.after", "tx-c.before", "tx-c.after");
  private static final List<KeyPair> KEYS = new ArrayList<>();

  private final MemoryIssuing issuing;
  private final List<Person> people = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private int keysUsed;

  /** A message with what has to hold for a certificate to come of it. */
  private record Sent(Person from, String path, byte[] message, BooleanSupplier entitled) {}

  Conversations(TestPki pki) {
    issuing = new MemoryIssuing(pki);
    for (String mailbox : List.of("anna@example.org", "bob@example.org", "carol@example.net")) {
      people.add(new Person(issuing, mailbox));
    }
  }

  int signatures() {
    return issuing.signatures();
  }

  /** Does it; whether a certificate may come of it. */
  boolean play(Move move) {
    Person who = people.get(move.who());
    Person whom = people.get(move.whom());
    return switch (move.kind()) {
      case IR -> send(ir(who, whom, move.variant()));
      case DEVICE -> who.held.isEmpty() ? false : send(device(who, whom, move.variant()));
      case PKCS10 -> send(pkcs10(who, move.variant()));
      case ENCRYPTION -> who.held.isEmpty() ? false : send(encryption(who, move.variant()));
      case RENEWAL -> who.held.isEmpty() ? false : send(renewal(who, whom, move.variant()));
      case CONFIRM -> never(() -> answer(who, whom, true, move.variant()));
      case REJECT -> never(() -> answer(who, whom, false, move.variant()));
      case REVOKE -> never(() -> revoke(who, whom, move.variant()));
      case ERROR -> never(() -> follow(who, whom, Applicant.clientError()));
      case POLL ->
          never(
              () ->
                  follow(
                      who,
                      whom,
                      new PKIBody(
                          PKIBody.TYPE_POLL_REQ,
                          new DERSequence(new DERSequence(new ASN1Integer(0))))));
      case NESTED -> never(() -> nested(who, whom));
      case REPEAT ->
          sent.isEmpty() ? false : send(sent.get((move.variant() * 7 + move.whom()) % sent.size()));
      case TAKE_TRANSACTION -> never(() -> takeTransaction(who));
      case CRASH_NEXT -> {
        issuing.halt = Halted.onceAt(POINTS.get(move.variant() % POINTS.size()));
        yield false;
      }
      case WAIT -> {
        issuing.clock.advance(Duration.ofMinutes(2).plusHours(move.variant() % 3));
        issuing.runDue();
        yield false;
      }
    };
  }

  private static boolean never(Runnable move) {
    move.run();
    return false;
  }

  private KeyPair freshKey() {
    while (KEYS.size() <= keysUsed) {
      KEYS.add(TestSigningKey.pair(KeyAlgorithm.P256));
    }
    return KEYS.get(keysUsed++);
  }

  private boolean send(Sent message) {
    sent.add(message);
    boolean entitled = message.entitled().getAsBoolean();
    CmpHttpResponse response;
    try {
      response = issuing.post(message.path(), message.message());
    } catch (Halted crash) {
      return entitled;
    }
    Applicant.Answer answer =
        new Applicant.Answer(
            response.status(), response.body(), PKIMessage.getInstance(response.body()));
    message.from().heard(message.message(), answer);
    return entitled;
  }

  private Sent ir(Person who, Person whom, int variant) {
    KeyPair key = freshKey();
    Applicant a = who.applicant;
    String subject = variant == 3 ? whom.applicant.subject() : a.subject();
    CertRequest request = CmpWriter.certRequest(subject, Applicant.spki(key), null);
    KeyPair proof = variant == 4 ? freshKey() : key;
    ProofOfPossession popo =
        variant == 5
            ? new ProofOfPossession()
            : CmpWriter.signed(request, proof.getPrivate(), "SHA256withECDSA");
    CmpWriter writer = a.writer().request(PKIBody.TYPE_INIT_REQ, request, popo);
    if (variant == 6) {
      writer.implicitConfirm();
    }
    String secret =
        switch (variant) {
          case 1 -> "nobody gave me this secret of mine";
          case 2 -> whom.applicant.enrolment.secret();
          default -> a.enrolment.secret();
        };
    who.key(key);
    boolean honest =
        switch (variant) {
          case 1, 4, 5 -> false;
          case 2, 3 -> who == whom;
          default -> true;
        };
    return new Sent(who, "", writer.pbm(secret, 500), () -> honest && !who.secretSpent());
  }

  private Sent device(Person who, Person whom, int variant) {
    KeyPair key = freshKey();
    Person.Held signer = who.signer(variant / 4);
    String subject = variant % 4 == 1 ? whom.applicant.subject() : who.applicant.subject();
    CertRequest request = CmpWriter.certRequest(subject, Applicant.spki(key), null);
    KeyPair proof = variant % 4 == 2 ? freshKey() : key;
    CmpWriter writer =
        who.applicant
            .writer()
            .request(
                PKIBody.TYPE_CERT_REQ,
                request,
                CmpWriter.signed(request, proof.getPrivate(), "SHA256withECDSA"));
    KeyPair protection = variant % 4 == 3 ? freshKey() : signer.key();
    who.key(key);
    boolean honest =
        switch (variant % 4) {
          case 1 -> who == whom;
          case 2, 3 -> false;
          default -> true;
        };
    return new Sent(
        who,
        "",
        Applicant.signed(writer, signer.certificate(), protection),
        () -> honest && valid(signer));
  }

  private Sent pkcs10(Person who, int variant) {
    KeyPair key = freshKey();
    KeyPair proof = variant % 3 == 1 ? freshKey() : key;
    who.key(key);
    try {
      PKIBody body =
          new PKIBody(
              PKIBody.TYPE_P10_CERT_REQ,
              new JcaPKCS10CertificationRequestBuilder(
                      new X500Name(who.applicant.subject()), key.getPublic())
                  .build(new JcaContentSignerBuilder("SHA256withECDSA").build(proof.getPrivate()))
                  .toASN1Structure());
      boolean wrongSecret = variant % 3 == 2;
      String secret = wrongSecret ? "not it, not it, not it" : who.applicant.enrolment.secret();
      return new Sent(
          who,
          "",
          who.applicant.writer().body(body).pbm(secret, 500),
          () -> proof == key && !wrongSecret && !who.secretSpent());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Sent encryption(Person who, int variant) {
    Person.Held signer = who.signer(variant / 4);
    CmpWriter writer = who.applicant.centralWriter(PKIBody.TYPE_CERT_REQ, true, variant % 4 == 1);
    KeyPair protection = variant % 4 == 2 ? freshKey() : signer.key();
    return new Sent(
        who,
        "/p/encryption",
        Applicant.signed(writer, signer.certificate(), protection),
        () -> protection == signer.key() && valid(signer));
  }

  private Sent renewal(Person who, Person whom, int variant) {
    KeyPair key = freshKey();
    Person.Held signer = who.signer(variant / 4);
    boolean foreign = variant % 4 == 1 && who != whom && !whom.held.isEmpty();
    CmpWriter writer =
        who.applicant.kurWriter(
            variant % 4 == 2 ? signer.key() : key,
            foreign ? whom.held.get(0).certificate() : signer.certificate());
    who.key(key);
    return new Sent(
        who,
        "",
        Applicant.signed(writer, signer.certificate(), signer.key()),
        () -> variant % 4 != 2 && !foreign && valid(signer));
  }

  private void answer(Person who, Person whom, boolean accepts, int variant) {
    if (whom.answered.isEmpty()) {
      return;
    }
    Person.Answered last = whom.answered.get(whom.answered.size() - 1);
    Applicant a = who.applicant;
    CmpWriter writer = accepts ? a.accepting(last.answer()) : a.rejecting(last.answer());
    byte[] message = protect(who, last, writer, variant);
    try {
      CmpHttpResponse unusedResponse = issuing.post("", message);
    } catch (Halted crash) {
      // the client does not know; the book asks the room
    }
  }

  private byte[] protect(Person who, Person.Answered last, CmpWriter writer, int variant) {
    boolean mac = last.underMac() != (variant == 1);
    if (mac || who.held.isEmpty()) {
      return writer.pbm(who.applicant.enrolment.secret(), 500);
    }
    Person.Held signer = variant == 2 ? who.signer(1) : last.signerOr(who.held.get(0));
    return Applicant.signed(writer, signer.certificate(), signer.key());
  }

  private void follow(Person who, Person whom, PKIBody body) {
    if (!whom.answered.isEmpty()) {
      Person.Answered last = whom.answered.get(whom.answered.size() - 1);
      post(protect(who, last, who.applicant.following(last.answer()).body(body), 0));
    }
  }

  private void revoke(Person who, Person whom, int variant) {
    if (who.held.isEmpty() || whom.held.isEmpty()) {
      return;
    }
    Person.Held signer = who.signer(variant);
    post(
        Applicant.signed(
            who.applicant.rrWriter(whom.signer(variant / 2).certificate()),
            signer.certificate(),
            signer.key()));
  }

  private void nested(Person who, Person whom) {
    byte[] within = whom.applicant.ir();
    PKIBody body =
        new PKIBody(PKIBody.TYPE_NESTED, new PKIMessages(PKIMessage.getInstance(within)));
    post(who.applicant.mac(who.applicant.writer().body(body)));
  }

  /** Sends a request of his own under a transactionID that is in use. */
  private void takeTransaction(Person who) {
    if (!sent.isEmpty()) {
      byte[] id =
          PKIMessage.getInstance(sent.get(0).message()).getHeader().getTransactionID().getOctets();
      boolean opened =
          issuing.stores.rows.transactions.values().stream()
              .anyMatch(t -> java.util.Arrays.equals(t.transactionId(), id));
      if (opened) {
        post(who.applicant.mac(who.applicant.irWriter().transactionId(id)));
      }
    }
  }

  private void post(byte[] message) {
    try {
      CmpHttpResponse unusedResponse = issuing.post("", message);
    } catch (Halted crash) {
      // nobody hears the answer
    }
  }

  private boolean valid(Person.Held held) {
    return issuing
        .stores
        .certificates()
        .find("smime", new SerialNumber(held.certificate().getSerialNumber()))
        .filter(c -> c.isValid(issuing.clock.instant()))
        .isPresent();
  }

  /** What a reader of the tables would object to. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (MemoryStores.Kept kept : issuing.stores.rows.certificates.values()) {
      Person owner = owner(kept.certificate());
      Mailbox mailbox = owner.applicant.enrolment.order().mailboxes().get(0);
      if (!kept.mailboxes().equals(List.of(mailbox))) {
        faults.add("a certificate for " + kept.mailboxes() + " of the order for " + mailbox);
      }
    }
    long confirmed =
        issuing.stores.rows.uses.values().stream()
            .filter(use -> use.name().equals("signing"))
            .filter(use -> use.state() == org.vouchseal.issuing.registrar.OrderUse.State.CONFIRMED)
            .filter(
                use ->
                    issuing.stores.registrar.rows.orders.get(use.reference()).secret().isPresent())
            .count();
    if (confirmed > 0) {
      faults.add("a secret outlived its signing certificate");
    }
    return faults;
  }

  private Person owner(IssuedCertificate certificate) {
    return people.stream()
        .filter(
            p ->
                certificate
                    .order()
                    .filter(p.applicant.enrolment.order().reference()::equals)
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }
}
