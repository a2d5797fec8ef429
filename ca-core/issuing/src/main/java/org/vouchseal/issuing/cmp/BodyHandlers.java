package org.vouchseal.issuing.cmp;

import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.ProofOfPossession;
import org.vouchseal.messages.x509.ForeignSignatures;

/** Which body is answered by whom. */
final class BodyHandlers {

  private BodyHandlers() {}

  /** Builds them over the door's parts; {@code issuer} is the CA that end entities ask. */
  static Map<BodyType, BodyHandler> of(
      CmpParts parts,
      X500Name issuer,
      ForeignSignatures signatures,
      CmpReader reader,
      Authentication authentication) {
    TransactionBook book = new TransactionBook(parts);
    SignerRights rights =
        new SignerRights(parts.certificates(), parts.registrar().orders(), parts.clock());
    OvertakenRequests overtaken = new OvertakenRequests(parts);
    AcceptCertificate acceptance = new AcceptCertificate(parts, book, overtaken);
    GiveUpTransaction givingUp = new GiveUpTransaction(parts, book);
    AuthorizeRequest authorization =
        new AuthorizeRequest(
            parts,
            new OrderOfRequest(parts, rights),
            new TemplateRules(issuer, parts.rules().names()),
            new RenewalRules(issuer),
            new ProofOfPossession(signatures));
    IssueForTransaction issuance =
        new IssueForTransaction(
            parts, new CompleteTransaction(parts, book, acceptance, overtaken), givingUp);
    LetWait waiting = new LetWait(parts, book);
    EnrolmentHandler enrolment =
        new EnrolmentHandler(
            authorization, new OpenTransaction(parts, book), waiting, issuance, parts.haltPoint());
    Map<BodyType, BodyHandler> handlers = new EnumMap<>(BodyType.class);
    handlers.put(BodyType.IR, enrolment);
    handlers.put(BodyType.CR, enrolment);
    handlers.put(BodyType.KUR, enrolment);
    handlers.put(BodyType.P10CR, enrolment);
    handlers.put(
        BodyType.POLLREQ,
        new PollHandler(parts, reader, authentication, authorization, issuance, waiting, givingUp));
    handlers.put(
        BodyType.CERTCONF, new ConfirmationHandler(parts, rights, book, acceptance, givingUp));
    handlers.put(BodyType.RR, new RevocationHandler(parts, rights, issuer, book));
    handlers.put(BodyType.GENM, GeneralMessageHandler.of(parts, rights));
    handlers.put(BodyType.ERROR, new ClientErrorHandler(givingUp));
    return handlers;
  }
}
