package org.vouchseal.issuing.cmp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.AnswerProtection;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.DerivationLimits;
import org.vouchseal.messages.cmp.HeaderRules;
import org.vouchseal.messages.cmp.HeaderSettings;
import org.vouchseal.messages.cmp.MacProtection;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignerPaths;

/**
 * CMP over HTTP (RFC 9811): POST only, one message in, one message out. Any CMP answer is a 200;
 * what cannot be read as a message is refused by HTTP status.
 */
public final class CmpResponder {

  private static final String PKIXCMP_POLL = "application/pkixcmp-poll";

  /** A node forgets by itself what another node may have spent. */
  private static final Duration MAC_KEYS_FOR = Duration.ofMinutes(1);

  private static final int MAC_KEYS = 256;

  private final CmpReader reader;
  private final CmpDoor door;
  private final CmpBodyLimit limit;
  private final MacProtection macs;
  private final CmpParts parts;

  private CmpResponder(
      CmpReader reader, CmpDoor door, CmpBodyLimit limit, MacProtection macs, CmpParts parts) {
    this.parts = parts;
    this.reader = reader;
    this.door = door;
    this.limit = limit;
    this.macs = macs;
  }

  /** Builds the door over its parts. */
  public static CmpResponder of(CmpParts parts) {
    byte[] cmpSigner = parts.directory().certificate("cmp-signer");
    byte[] trustCa = parts.directory().certificate("trust");
    byte[] smimeCa = parts.directory().certificate("smime");
    byte[] root = parts.directory().certificate("root");
    ForeignSignatures signatures = new ForeignSignatures(parts.providers());
    X500Name issuer = Certificate.getInstance(smimeCa).getSubject();
    MacProtection macs =
        new MacProtection(
            parts.providers(),
            parts.rules().macLimits(),
            DerivationLimits.standard().keeping(MAC_KEYS, MAC_KEYS_FOR),
            parts.random());
    Authentication authentication =
        new Authentication(
            parts,
            new MacFailures(
                parts.transactions(), parts.macFailures(), parts.clock(), parts.settings()),
            macs,
            new SignatureProtection(
                signatures, new SignerPaths(parts.providers(), parts.clock(), List.of(smimeCa))),
            AnswerProtection.signature(
                parts.token().signing(KeyPurpose.CMP_SIGNER), List.of(cmpSigner, trustCa)));
    Answers answers =
        new Answers(
            Certificate.getInstance(cmpSigner).getSubject(),
            root,
            smimeCa,
            parts.clock(),
            parts.random());
    HeaderRules headers = new HeaderRules(parts.clock(), HeaderSettings.lenientRecipient());
    // what is too large for its address was refused by the count of its octets
    CmpReader reader = new CmpReader(DerLimits.LARGE_MESSAGE);
    return new CmpResponder(
        reader,
        new CmpDoor(
            parts,
            new TransactionRules(headers, parts.transactions(), parts.certificates()),
            authentication,
            BodyHandlers.of(
                parts.spending(macs::forget), issuer, signatures, reader, authentication),
            new CmpReader(DerLimits.MESSAGE),
            answers),
        new CmpBodyLimit(parts.settings().maxBody()),
        macs,
        parts);
  }

  /** Another door of the same room, by other rules. */
  public CmpResponder with(CmpRules others) {
    return of(parts.with(others));
  }

  /** Wipes MAC keys that are kept for too long; to be called every second. */
  public void forgetOldKeys() {
    macs.forgetOld();
  }

  /** Answers one request; a body that does not arrive whole or in time is refused with 408. */
  public CmpHttpResponse respond(CmpHttpRequest request) {
    Optional<CmpPath> path = CmpPath.parse(request.path());
    if (path.isEmpty()) {
      return CmpHttpResponse.text(404, "no such CMP profile or operation");
    }
    if (!request.method().equals("POST")) {
      return CmpHttpResponse.text(405, "CMP messages are sent by POST");
    }
    if (request.contentType().filter(CmpResponder::isCmp).isEmpty()) {
      return CmpHttpResponse.text(415, "Content-Type must be " + CmpHttpResponse.PKIXCMP);
    }
    int maxBody = limit.octets(path.get());
    byte[] body;
    try {
      body = request.body().readNBytes(maxBody + 1);
    } catch (IOException brokenOff) {
      return CmpHttpResponse.text(408, "the message did not arrive whole or in time");
    }
    if (body.length > maxBody) {
      return CmpHttpResponse.text(413, "a CMP message may have " + maxBody + " octets at most");
    }
    return reader
        .read(body)
        .fold(
            message ->
                CmpHttpResponse.message(200, door.answer(message, path.get(), request.client())),
            (refusal, header) ->
                header
                    .map(h -> CmpHttpResponse.message(400, door.answerUnreadable(h, refusal)))
                    .orElseGet(() -> CmpHttpResponse.text(400, refusal.text())));
  }

  private static boolean isCmp(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals(CmpHttpResponse.PKIXCMP) || type.equals(PKIXCMP_POLL);
  }
}
