package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.messages.cmp.AnswerProtection;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.HeaderFacts;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.Transactions;

/**
 * Answers one CMP message: repetition first, then header, protection, transaction, body. Every
 * answer is protected in kind as soon as the requester has proved himself.
 */
final class CmpDoor {

  private static final Logger LOG = LoggerFactory.getLogger(CmpDoor.class);

  private final Transactions transactions;
  private final TransactionRules rules;
  private final Authentication authentication;
  private final Map<BodyType, BodyHandler> handlers;
  private final BodyHandler others;
  private final Answers answers;
  private final SenderPace pace;
  private final Incidents incidents;
  private final Clock clock;
  private final CmpSettings settings;
  private final Instant startedAt;

  CmpDoor(
      CmpParts parts,
      TransactionRules rules,
      Authentication authentication,
      Map<BodyType, BodyHandler> handlers,
      CmpReader reader,
      Answers answers) {
    this.transactions = parts.transactions();
    this.rules = rules;
    this.authentication = authentication;
    this.handlers = new EnumMap<>(handlers);
    this.handlers.put(
        BodyType.NESTED,
        new NestedHandler(
            reader,
            (message, path, forwarder) ->
                answer(message, path, Optional.empty(), Optional.of(forwarder))));
    this.others = new NotOffered();
    this.answers = answers;
    this.pace = new SenderPace(parts.clock(), parts.settings().pace());
    this.incidents = new Incidents(parts.random());
    this.clock = parts.clock();
    this.settings = parts.settings();
    this.startedAt = parts.clock().instant();
  }

  /** The answer's octets; never throws for what a client sends or a database does. */
  byte[] answer(ReceivedMessage message, CmpPath path, Optional<ClientAddress> client) {
    return answer(message, path, client, Optional.empty());
  }

  private byte[] answer(
      ReceivedMessage message,
      CmpPath path,
      Optional<ClientAddress> client,
      Optional<RegistrationAuthority> forwarder) {
    try {
      Seen seen = transactions.run(() -> seen(message, client));
      return seen.stored().orElseGet(() -> answerNew(message, path, client, seen, forwarder));
    } catch (RuntimeException fault) {
      return answers
          .error(message.header(), authentication.withoutProof(message), incidents.of(fault))
          .der();
    }
  }

  /** The answer to octets of which only the header could be read. */
  byte[] answerUnreadable(HeaderFacts header, CmpRefusal refusal) {
    return answers.error(header, AnswerProtection.none(), refusal).der();
  }

  /** What the database has about a message before anything is verified, as of one moment. */
  private record Seen(
      Optional<CmpTransaction> known, Optional<byte[]> stored, Authentication.Look look) {}

  private Seen seen(ReceivedMessage message, Optional<ClientAddress> client) {
    Authentication.Look look = authentication.look(transactionId(message), message, client);
    Optional<CmpTransaction> known = look.found().known();
    return new Seen(known, known.flatMap(t -> stored(t, message)), look);
  }

  /** A nested message opens no transaction, whichever it names. */
  private static Optional<byte[]> transactionId(ReceivedMessage message) {
    return message.bodyType() == BodyType.NESTED
        ? Optional.empty()
        : message.header().transactionId().filter(id -> id.length > 0 && id.length <= 64);
  }

  private Optional<byte[]> stored(CmpTransaction known, ReceivedMessage message) {
    boolean sameMessage = known.lastDigest().filter(message.digestHex()::equals).isPresent();
    return sameMessage && (known.endedAt().isEmpty() || inRetryWindow(known.endedAt().get()))
        ? known.answer()
        : Optional.empty();
  }

  /** The window is one of uptime: while no server runs, nobody can repeat anything. */
  private boolean inRetryWindow(Instant endedAt) {
    Instant from = endedAt.isBefore(startedAt) ? startedAt : endedAt;
    return clock.instant().isBefore(from.plus(settings.retryWindow()));
  }

  private byte[] answerNew(
      ReceivedMessage message,
      CmpPath path,
      Optional<ClientAddress> client,
      Seen seen,
      Optional<RegistrationAuthority> forwarder) {
    Optional<CmpTransaction> known = seen.known();
    // told protected to whom can prove himself, so the proof is looked at in any case
    Optional<CmpRefusal> early = rules.early(message, path, known);
    Outcome<Requester, CmpRefusal> requester =
        authentication.requester(message, client, seen.look());
    return requester.fold(
        who -> {
          try (who) {
            return early
                .or(() -> pace.take(who))
                .or(() -> forwarded(who, forwarder))
                .or(() -> rules.toRequester(message, who, known))
                .map(refusal -> refused(message, who.protection(), refusal))
                .orElseGet(
                    () ->
                        answerTo(
                            Conversation.about(message, path, who, known, answers, forwarder)));
          }
        },
        unproved ->
            refused(
                message,
                authentication.withoutProof(message),
                early.or(() -> rules.toAnybody(message, known)).orElse(unproved)));
  }

  /** Nobody forwards what another registration authority signed. */
  private static Optional<CmpRefusal> forwarded(
      Requester requester, Optional<RegistrationAuthority> forwarder) {
    boolean others =
        requester.<Boolean>fold(
            secret -> false,
            signature -> false,
            authority ->
                forwarder
                    .filter(ra -> !ra.name().equals(authority.authority().name()))
                    .isPresent());
    return others
        ? Optional.of(
            CmpFailure.NOT_AUTHORIZED.because(
                "the message within is of another registration authority than forwards it"))
        : Optional.empty();
  }

  private byte[] answerTo(Conversation conversation) {
    Outcome<byte[], CmpRefusal> outcome;
    try {
      outcome =
          handlers.getOrDefault(conversation.message().bodyType(), others).answer(conversation);
    } catch (RuntimeException fault) {
      outcome = Outcome.refused(incidents.of(fault));
    }
    return outcome.fold(
        der -> der,
        refusal -> refused(conversation.message(), conversation.requester().protection(), refusal));
  }

  private byte[] refused(ReceivedMessage message, AnswerProtection protection, CmpRefusal refusal) {
    LOG.info("{} refused: {}", message, refusal);
    return answers.error(message.header(), protection, refusal).der();
  }
}
