package org.vouchseal.api.http;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.approval.CmpAccess;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.enrolment.AccessToken;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentDoor;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.enrolment.OpeningRequest;
import org.vouchseal.validation.enrolment.Repetition;
import org.vouchseal.validation.objection.ObjectionCase;

/** The requests about enrolments, independent of any container. */
public final class Enrolments {

  private static final Set<String> OPENING = Set.of("mailbox", "tier", "claims", "language");

  private final ValidationRoom room;
  private final CaPointers ca;
  private final Problems problems;

  public Enrolments(ValidationRoom room, CaPointers ca, Problems problems) {
    this.room = room;
    this.ca = ca;
    this.problems = problems;
  }

  /** {@code POST /v1/enrolments}. */
  Answer open(InputStream body, @Nullable String idempotencyKey, Optional<ClientAddress> client) {
    return answer(
        RequestBody.read(body, OPENING)
            .then(
                read ->
                    repetition(idempotencyKey, read.digest())
                        .then(
                            repetition ->
                                read.whenFaultless(opening(read))
                                    .then(
                                        request ->
                                            room.openEnrolment()
                                                .open(request, client, repetition)))),
        opened -> Answer.json(201, opened(opened)).with("Location", location(opened.id())));
  }

  /** {@code GET /v1/enrolments/{id}}. */
  Answer show(String id, @Nullable String authorization) {
    return visiting(id, authorization, room.visitEnrolment()::show, this::standing);
  }

  /** {@code DELETE /v1/enrolments/{id}}. */
  Answer withdraw(String id, @Nullable String authorization) {
    return visiting(
        id, authorization, room.withdrawEnrolment()::withdraw, ended -> Answer.empty(204));
  }

  /** {@code POST /v1/enrolments/{id}/mailbox-proof}: the first, or one for a waiting renewal. */
  Answer proveMailbox(String id, @Nullable String authorization, InputStream body) {
    return visiting(
        id,
        authorization,
        (reference, token) ->
            RequestBody.read(body, Set.of("code"))
                .then(read -> read.whenFaultless(read.text("code")))
                .then(code -> proved(reference, token, code)),
        answer -> answer);
  }

  private Outcome<Answer, Refusal> proved(Reference id, AccessToken token, String code) {
    return room.visitEnrolment()
        .show(id, token)
        .then(
            enrolment ->
                enrolment.<Boolean>fold(
                        p -> false, approved -> false, issued -> true, ended -> false)
                    ? room.proveMailboxAgain()
                        .prove(id, token, code)
                        .then(renewed -> Outcome.of(standing(renewed)))
                    : room.proveMailbox()
                        .prove(id, token, code)
                        .then(access -> Outcome.of(Answer.json(200, proved(access)))));
  }

  /** {@code POST /v1/enrolments/{id}/mailbox-code}. */
  Answer sendCode(String id, @Nullable String authorization, Optional<ClientAddress> client) {
    return visiting(
        id,
        authorization,
        (reference, token) -> room.visitEnrolment().sendNewCode(reference, token, client),
        enrolment -> Answer.json(202, standingOf(enrolment)));
  }

  /** {@code POST /v1/enrolments/{id}/owner-proof}. */
  Answer keepOwnerProof(String id, @Nullable String authorization, InputStream body) {
    return visiting(
        id,
        authorization,
        (reference, token) ->
            cms(body).then(cms -> room.visitEnrolment().keepOwnerProof(reference, token, cms)),
        enrolment -> Answer.json(202, standingOf(enrolment)));
  }

  /** {@code PUT /v1/enrolments/{id}/directory}. */
  Answer list(String id, @Nullable String authorization, InputStream body) {
    return visiting(
        id,
        authorization,
        (reference, token) ->
            RequestBody.read(body, Set.of("listed"))
                .then(read -> read.whenFaultless(read.truth("listed")))
                .then(listed -> room.listInDirectory().list(reference, token, listed)),
        listed -> Answer.json(200, Json.createObjectBuilder().add("listed", listed).build()));
  }

  /** {@code POST /v1/enrolments/{id}/objection}: by the former owner, who has no token. */
  Answer object(String id, InputStream body) {
    return answer(
        cms(body)
            .then(
                cms ->
                    reference(id)
                        .then(enrolment -> room.objectToNewOwner().object(enrolment, cms))),
        opened -> Answer.json(202, objection(opened)));
  }

  /** {@code POST /v1/enrolments/{id}/evidence} and {@code …/submit}: for tiers above V1 only. */
  Answer notForThisTier(String id, @Nullable String authorization) {
    return visiting(
        id,
        authorization,
        (reference, token) ->
            room.visitEnrolment()
                .show(reference, token)
                .<Answer>then(enrolment -> Outcome.refused(tierNotOffered())),
        answer -> answer);
  }

  private <T> Answer visiting(
      String id,
      @Nullable String authorization,
      BiFunction<Reference, AccessToken, Outcome<T, Refusal>> visit,
      Function<T, Answer> onGranted) {
    Optional<AccessToken> token = EnrolmentToken.in(authorization);
    if (token.isEmpty()) {
      return problems.of(EnrolmentToken.missing()).with("WWW-Authenticate", "Enrolment");
    }
    return answer(reference(id).then(known -> visit.apply(known, token.get())), onGranted);
  }

  private <T> Answer answer(Outcome<T, Refusal> ruling, Function<T, Answer> onGranted) {
    return ruling.fold(onGranted, problems::of);
  }

  private static Outcome<Reference, Refusal> reference(String id) {
    try {
      return Outcome.of(new Reference(id));
    } catch (IllegalArgumentException noReference) {
      return Outcome.refused(EnrolmentDoor.unknown());
    }
  }

  private static Outcome<Optional<Repetition>, Refusal> repetition(
      @Nullable String key, String digest) {
    if (key == null) {
      return Outcome.of(Optional.empty());
    }
    try {
      return Outcome.of(Optional.of(new Repetition(key, digest)));
    } catch (IllegalArgumentException badKey) {
      return Outcome.refused(
          Refusal.of(
              Problem.Kind.INVALID,
              "idempotency-key-invalid",
              "the request was not done",
              String.valueOf(badKey.getMessage()),
              "use a random (version 4) UUID as Idempotency-Key"));
    }
  }

  private static OpeningRequest opening(RequestBody body) {
    return new OpeningRequest(
        body.text("mailbox"),
        body.text("tier"),
        body.namesIn("claims"),
        body.optionalText("language").orElse("en"));
  }

  private static Outcome<byte[], Refusal> cms(InputStream body) {
    return RequestBody.read(body, Set.of("cms"))
        .then(read -> read.whenFaultless(read.text("cms")))
        .then(Enrolments::base64);
  }

  private static Outcome<byte[], Refusal> base64(String text) {
    try {
      return Outcome.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException noBase64) {
      return Outcome.refused(
          Refusal.ofFields(
              List.of(new Refusal.FieldFault("/cms", "must be base64 (RFC 4648 §4)"))));
    }
  }

  private String location(Reference id) {
    return ca.enrolment(id.value());
  }

  private static JsonObject opened(OpenedEnrolment opened) {
    return Json.createObjectBuilder()
        .add("id", opened.id().value())
        .add("token", opened.token().reveal())
        .add("state", "MAILBOX_PENDING")
        .add("expiresAt", time(opened.expiresAt()))
        .build();
  }

  private static JsonObject objection(ObjectionCase opened) {
    return Json.createObjectBuilder()
        .add("id", opened.id().value())
        .add("enrolment", opened.enrolment().value())
        .add("state", "IN_CHECK")
        .add("openedAt", time(opened.openedAt()))
        .add("whatNext", "nothing is revoked until people have looked into it; keep the case's id")
        .build();
  }

  private Answer standing(Enrolment enrolment) {
    return Answer.json(200, standingOf(enrolment));
  }

  private JsonObject standingOf(Enrolment enrolment) {
    JsonArrayBuilder reasons = Json.createArrayBuilder();
    room.visitEnrolment().reason(enrolment).ifPresent(reasons::add);
    return Json.createObjectBuilder()
        .add("id", enrolment.dossier().id().value())
        .add("tier", enrolment.dossier().tier().name())
        .add("state", enrolment.state().name())
        .add("expiresAt", time(enrolment.stateEndsAt()))
        .add("caseUrl", location(enrolment.dossier().id()))
        .add("whatNext", enrolment.whatNext())
        .add("reasons", reasons)
        .build();
  }

  private JsonObject proved(CmpAccess access) {
    JsonArrayBuilder encryption = Json.createArrayBuilder();
    access.profiles().stream()
        .filter(profile -> !profile.equals(ProfileName.SIGNING))
        .forEach(profile -> encryption.add(profile.value()));
    JsonArrayBuilder anchors = Json.createArrayBuilder();
    ca.trustAnchors().forEach(anchors::add);
    JsonObjectBuilder cmp =
        Json.createObjectBuilder()
            .add("url", ca.cmp())
            .add("reference", access.reference().value())
            .add("secret", access.secret().reveal())
            .add("subject", access.subject())
            .add(
                "profiles",
                Json.createObjectBuilder()
                    .add("signing", ProfileName.SIGNING.value())
                    .add("encryption", encryption));
    return Json.createObjectBuilder()
        .add("state", access.state().name())
        .add("cmp", cmp)
        .add("trustAnchors", anchors)
        .build();
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Refusal tierNotOffered() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "step-not-offered",
        "nothing was added to the enrolment",
        "tier V1 needs no evidence, and tiers above it are not offered here yet",
        "prove the mailbox; that is all tier V1 asks for");
  }
}
