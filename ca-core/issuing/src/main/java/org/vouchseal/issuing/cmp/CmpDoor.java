package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.messages.cmp.AnswerProtection;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.Checked;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.HeaderFacts;
import org.vouchseal.messages.cmp.HeaderRules;
import org.vouchseal.messages.cmp.ProtectionKind;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.runtime.Transactions;

/**
 * Answers one CMP message: repetition first, then header, protection, transaction, body. Every
 * answer is protected in kind as soon as the requester has proved himself.
 */
final class CmpDoor {

  private static final Logger LOG = LoggerFactory.getLogger(CmpDoor.class);
  private static final Set<BodyType> FOLLOWING =
      Set.of(BodyType.CERTCONF, BodyType.POLLREQ, BodyType.ERROR);

  private final Transactions transactions;
  private final CmpTransactionStore store;
  private final HeaderRules headers;
  private final Authentication authentication;
  private final Map<BodyType, BodyHandler> handlers;
  private final BodyHandler others;
  private final Answers answers;
  private final Incidents incidents;
  private final Clock clock;
  private final CmpSettings settings;
  private final Instant startedAt;

  CmpDoor(
      CmpParts parts,
      HeaderRules headers,
      Authentication authentication,
      Map<BodyType, BodyHandler> handlers,
      Answers answers) {
    this.transactions = parts.transactions();
    this.store = parts.store();
    this.headers = headers;
    this.authentication = authentication;
    this.handlers = Map.copyOf(handlers);
    this.others = new NotOffered();
    this.answers = answers;
    this.incidents = new Incidents(parts.random());
    this.clock = parts.clock();
    this.settings = parts.settings();
    this.startedAt = parts.clock().instant();
  }

  /** The answer's octets; never throws for what a client sends or a database does. */
  byte[] answer(ReceivedMessage message, CmpPath path, String address) {
    try {
      Optional<CmpTransaction> known = known(message.header());
      Optional<byte[]> stored = known.flatMap(t -> stored(t, message));
      return stored.orElseGet(() -> answerNew(message, path, address, known));
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

  private Optional<CmpTransaction> known(HeaderFacts header) {
    return header
        .transactionId()
        .filter(id -> id.length > 0 && id.length <= 64)
        .flatMap(id -> transactions.run(() -> store.find(id)));
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
      ReceivedMessage message, CmpPath path, String address, Optional<CmpTransaction> known) {
    Optional<CmpRefusal> early = early(message, path, known);
    Checked<Requester> requester = authentication.requester(message, address);
    return requester.fold(
        who -> {
          try (who) {
            return early
                .map(refusal -> refused(message, who.protection(), refusal))
                .orElseGet(() -> answerTo(new Conversation(message, path, who, known, answers)));
          }
        },
        refusal -> refused(message, authentication.withoutProof(message), early.orElse(refusal)));
  }

  /** What is refused whoever sent it: told protected to whom can prove himself. */
  private Optional<CmpRefusal> early(
      ReceivedMessage message, CmpPath path, Optional<CmpTransaction> known) {
    BodyType body = message.bodyType();
    if (FOLLOWING.contains(body)) {
      Optional<byte[]> ourNonce = known.flatMap(CmpTransaction::ourNonce);
      Optional<CmpRefusal> header =
          ourNonce.isPresent()
              ? headers.checkFollowing(message.header(), ourNonce.get())
              : headers.check(message.header());
      return header.or(() -> confirmedBefore(body, known));
    }
    return headers
        .checkFirst(message.header())
        .or(() -> inUse(message, known))
        .or(
            () ->
                path.fits(body)
                    ? Optional.empty()
                    : Optional.of(
                        new CmpRefusal(
                            CmpFailure.BAD_REQUEST,
                            body.label() + " does not fit the operation in the address")));
  }

  private static Optional<CmpRefusal> confirmedBefore(
      BodyType body, Optional<CmpTransaction> known) {
    return body == BodyType.CERTCONF
            && known
                .map(CmpTransaction::state)
                .filter(CmpTransaction.State.CONFIRMED::equals)
                .isPresent()
        ? Optional.of(ConfirmationHandler.CONFIRMED)
        : Optional.empty();
  }

  private static Optional<CmpRefusal> inUse(
      ReceivedMessage message, Optional<CmpTransaction> known) {
    return known
        .filter(t -> t.state().isEnded() || !t.requestDigest().equals(message.digestHex()))
        .map(
            t ->
                new CmpRefusal(
                    CmpFailure.TRANSACTION_ID_IN_USE,
                    "transactionID was used before, begin again with a new one"));
  }

  private byte[] answerTo(Conversation conversation) {
    Checked<byte[]> outcome;
    try {
      outcome =
          sameRequester(conversation)
              .then(
                  same ->
                      handlers
                          .getOrDefault(conversation.message().bodyType(), others)
                          .answer(conversation));
    } catch (IllegalArgumentException malformedPart) {
      LOG.info("a part of {} cannot be read", conversation.message(), malformedPart);
      outcome = Checked.refused(CmpFailure.BAD_DATA_FORMAT, "a part of the body cannot be decoded");
    } catch (RuntimeException fault) {
      outcome = Checked.refused(incidents.of(fault));
    }
    return outcome.fold(
        der -> der,
        refusal -> refused(conversation.message(), conversation.requester().protection(), refusal));
  }

  /** A transaction has one requester and one way of protection. */
  private static Checked<Requester> sameRequester(Conversation conversation) {
    Requester requester = conversation.requester();
    if (conversation.known().isEmpty()) {
      return Checked.passed(requester);
    }
    CmpTransaction transaction = conversation.known().get();
    ProtectionKind before = ProtectionKind.valueOf(transaction.protection());
    if (before.isMac() != requester.kind().isMac()) {
      return Checked.refused(
          CmpFailure.WRONG_INTEGRITY, "the transaction began with another kind of protection");
    }
    if (before != requester.kind()) {
      return Checked.refused(
          CmpFailure.BAD_MESSAGE_CHECK, "the transaction began with another MAC algorithm");
    }
    if (transaction.sender().equals(requester.name())) {
      return Checked.passed(requester);
    }
    return FOLLOWING.contains(conversation.message().bodyType()) && !before.isMac()
        ? Checked.refused(
            CmpFailure.WRONG_AUTHORITY, "the transaction was begun by another certificate")
        : Checked.refused(
            CmpFailure.TRANSACTION_ID_IN_USE, "the transaction was begun by somebody else");
  }

  private byte[] refused(ReceivedMessage message, AnswerProtection protection, CmpRefusal refusal) {
    LOG.info("{} refused: {}", message, refusal);
    return answers.error(message.header(), protection, refusal).der();
  }
}
