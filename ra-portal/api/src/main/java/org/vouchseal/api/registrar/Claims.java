package org.vouchseal.api.registrar;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.SubjectName;
import org.vouchseal.validation.order.DirectoryDraft;
import org.vouchseal.validation.order.OrderDraft;
import org.vouchseal.validation.order.RevalidationDraft;
import org.vouchseal.validation.order.RevocationDraft;

/** Statements for the registrar as JSON claims; the names are those both sides agreed on. */
final class Claims {

  static final String ORDER = "vouchseal-order+jwt";
  static final String QUERY = "vouchseal-query+jwt";
  static final String WAITING_QUERY = "vouchseal-waiting-query+jwt";
  private static final String AUDIENCE = "vouchseal-registrar";

  private Claims() {}

  static JsonObject order(
      String issuer, OrderDraft draft, String secret, Optional<String> keyServiceSecret) {
    JsonObjectBuilder claims = common(issuer, draft.issuedAt(), draft.expiresAt());
    claims.add("jti", draft.jti()).add("kind", "enrolment");
    claims.add("tenant", draft.tenant().value()).add("reference", draft.reference().value());
    draft.supersedes().ifPresent(jti -> claims.add("supersedes", jti));
    claims.add("owner", draft.owner().value());
    draft
        .ownerProof()
        .ifPresent(cms -> claims.add("ownerProof", Base64.getEncoder().encodeToString(cms)));
    claims.add("tier", draft.tier().name()).add("subject", subject(draft.subject()));
    JsonArrayBuilder mailboxes = Json.createArrayBuilder();
    draft.mailboxes().forEach(mailbox -> mailboxes.add(mailbox.address()));
    JsonArrayBuilder profiles = Json.createArrayBuilder();
    draft.profiles().forEach(profile -> profiles.add(profile.value()));
    claims.add("mailboxes", mailboxes).add("profiles", profiles);
    claims.add("validitySeconds", draft.validity().toSeconds());
    claims.add("reusableUntil", draft.reusableUntil().getEpochSecond());
    claims.add("caseDigest", draft.caseDigest()).add("secretDigest", digest(secret));
    keyServiceSecret.ifPresent(jwe -> claims.add("keyServiceSecretDigest", digest(jwe)));
    return claims.build();
  }

  static JsonObject revocation(String issuer, RevocationDraft draft) {
    return common(issuer, draft.issuedAt(), draft.expiresAt())
        .add("jti", draft.jti())
        .add("kind", "revocation")
        .add("tenant", draft.tenant().value())
        .add("reference", draft.reference().value())
        .add("reason", draft.reason().label())
        .build();
  }

  static JsonObject revalidation(String issuer, RevalidationDraft draft) {
    return common(issuer, draft.issuedAt(), draft.expiresAt())
        .add("jti", draft.jti())
        .add("kind", "revalidation")
        .add("tenant", draft.tenant().value())
        .add("reference", draft.reference().value())
        .add("extends", draft.extendedJti())
        .add("reusableUntil", draft.reusableUntil().getEpochSecond())
        .add("caseDigest", draft.caseDigest())
        .build();
  }

  static JsonObject waitingQuery(
      String issuer, Optional<Reference> after, Instant now, Instant end) {
    JsonObjectBuilder claims = common(issuer, now, end);
    after.ifPresent(reference -> claims.add("after", reference.value()));
    return claims.build();
  }

  static JsonObject directory(String issuer, DirectoryDraft draft) {
    return common(issuer, draft.issuedAt(), draft.expiresAt())
        .add("jti", draft.jti())
        .add("kind", "directory")
        .add("tenant", draft.tenant().value())
        .add("reference", draft.reference().value())
        .add("listed", draft.listed())
        .build();
  }

  static JsonObject query(String issuer, Reference reference, Instant now, Instant end) {
    return common(issuer, now, end).add("reference", reference.value()).build();
  }

  private static JsonObjectBuilder common(String issuer, Instant issuedAt, Instant expiresAt) {
    return Json.createObjectBuilder()
        .add("iss", issuer)
        .add("aud", AUDIENCE)
        .add("iat", issuedAt.getEpochSecond())
        .add("exp", expiresAt.getEpochSecond());
  }

  private static JsonArrayBuilder subject(SubjectName subject) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    for (SubjectName.Attribute attribute : subject.attributes()) {
      names.add(
          Json.createObjectBuilder()
              .add("type", attribute.type().label())
              .add("value", attribute.value()));
    }
    return names;
  }

  private static String digest(String compact) {
    return Sha256.hex(compact.getBytes(StandardCharsets.US_ASCII));
  }
}
