package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.Credential;
import org.vouchseal.sdk.cmp.Grant;
import org.vouchseal.sdk.cmp.Reply;
import org.vouchseal.sdk.cmp.Transfer;

/**
 * One request, its answer and its confirmation, each stored before it is sent. Run again after any
 * failure it sends the stored bytes, for which the CA gives the answer it gave before. While the CA
 * has not decided it polls, as long as there is patience; a later run goes on polling.
 */
final class CertificateTransaction {

  // The CA has done what was asked, but its answer is no longer to be had.
  private static final Set<String> CONFIRMED_BEFORE = Set.of("certConfirmed", "transactionIdInUse");
  private static final String NOT_CONFIRMED_IN_TIME = "certRevoked";
  private static final String WAITED_TOO_LONG = "badRequest";
  private static final byte[] DONE = {1};

  private final RequestJournal journal;
  private final CmpMessages messages;
  private final Transfer transfer;
  private final Patience patience;

  CertificateTransaction(
      RequestJournal journal, CmpMessages messages, Transfer transfer, Patience patience) {
    this.journal = journal;
    this.messages = messages;
    this.transfer = transfer;
    this.patience = patience;
  }

  /**
   * What makes one transaction different from another.
   *
   * @param name name of its messages and its key in the journal
   * @param address CMP address with profile
   * @param credential protects all its messages
   * @param request makes the request when none is stored
   * @param judge checks a grant and gives what was asked for, or throws {@link NotVerified}
   * @param proofFollows whether the next step shows by itself that the CA took the confirmation
   */
  record Parts<T>(
      String name,
      URI address,
      Credential credential,
      Supplier<byte[]> request,
      Function<Grant, T> judge,
      boolean proofFollows) {

    String requestName() {
      return name + "-request";
    }

    String waitingName() {
      return name + "-waiting";
    }

    String pollName() {
      return name + "-poll";
    }

    String answerName() {
      return name + "-answer";
    }

    String confirmationName() {
      return name + "-confirmation";
    }

    String confirmedName() {
      return name + "-confirmed";
    }
  }

  /** Runs it to the end, from wherever it stopped. */
  <T> T run(Parts<T> parts) {
    boolean resumed = journal.message(parts.requestName()).isPresent();
    try {
      return attempt(parts);
    } catch (RefusedByCa refused) {
      if (resumed && refused.authentic() && refused.code().equals(NOT_CONFIRMED_IN_TIME)) {
        // the CA has taken the certificate back and left its use open for another request
        forget(parts);
        return attempt(parts);
      }
      if (!resumed || journal.message(parts.answerName()).isPresent()) {
        throw refused;
      }
      boolean waited = journal.message(parts.waitingName()).isPresent();
      if (waited && refused.authentic() && refused.code().equals(WAITED_TOO_LONG)) {
        // nothing of it is left at the CA, so that it may be asked for anew
        forget(parts);
      } else if (refused.code().equals("badTime")) {
        // a request that waits was taken in time, so that only the pollReq is too old
        journal.forgetMessage(waited ? parts.pollName() : parts.requestName());
      } else if (refused.code().equals("transactionIdInUse")) {
        forget(parts);
      } else {
        throw refused;
      }
      return attempt(parts);
    }
  }

  private <T> T attempt(Parts<T> parts) {
    byte[] request = stored(parts.requestName(), parts.request());
    Decided decided = decided(parts, request);
    T result = judged(parts, request, decided.answer(), decided.grant());
    journal.message(parts.answerName(), decided.answer());
    confirm(parts, request, decided.answer(), decided.grant());
    return result;
  }

  /** An answer that grants, as it came and as it was read. */
  private record Decided(byte[] answer, Grant grant) {}

  private Decided decided(Parts<?> parts, byte[] request) {
    Optional<byte[]> answer = journal.message(parts.answerName());
    Optional<byte[]> waiting = journal.message(parts.waitingName());
    if (answer.isEmpty() && waiting.isPresent()) {
      return polled(parts, request, waiting.get());
    }
    byte[] received = answer.orElseGet(() -> transfer.exchange(parts.address(), request));
    return read(parts, request, journal.message(parts.pollName()), received)
        .fold(
            grant -> new Decided(received, grant),
            undecided -> {
              journal.message(parts.waitingName(), received);
              return polled(parts, request, received);
            });
  }

  private Decided polled(Parts<?> parts, byte[] request, byte[] waiting) {
    byte[] last = waiting;
    while (true) {
      byte[] poll = poll(parts, request, last);
      byte[] received = transfer.exchange(parts.address(), poll);
      Reply reply = read(parts, request, Optional.of(poll), received);
      Optional<Grant> grant = reply.fold(Optional::of, undecided -> Optional.empty());
      if (grant.isPresent()) {
        return new Decided(received, grant.get());
      }
      journal.message(parts.waitingName(), received);
      last = received;
      reply.fold(
          granted -> false,
          undecided -> {
            patience.await(undecided, request);
            return true;
          });
    }
  }

  /** The pollReq of an interrupted run when it was not answered yet, else a new one. */
  private byte[] poll(Parts<?> parts, byte[] request, byte[] last) {
    return journal
        .message(parts.pollName())
        .filter(poll -> CmpMessages.follows(poll, last))
        .orElseGet(
            () -> {
              byte[] poll = messages.pollRequest(request, last, parts.credential());
              journal.message(parts.pollName(), poll);
              return poll;
            });
  }

  private Reply read(Parts<?> parts, byte[] request, Optional<byte[]> poll, byte[] received) {
    return poll.isPresent()
        ? messages.readPolled(request, poll.get(), received, parts.credential())
        : messages.readReply(request, received, parts.credential());
  }

  private <T> T judged(Parts<T> parts, byte[] request, byte[] answer, Grant grant) {
    try {
      return parts.judge().apply(grant);
    } catch (NotVerified refused) {
      reject(parts, messages.rejection(request, answer, parts.credential(), grant), refused);
      forget(parts);
      throw refused;
    }
  }

  // The refusal stands whether or not the CA hears of it: unconfirmed it revokes by itself.
  private void reject(Parts<?> parts, byte[] rejection, NotVerified refused) {
    try {
      byte[] received = transfer.exchange(parts.address(), rejection);
      messages.readConfirmed(rejection, received, parts.credential());
    } catch (VouchsealException e) {
      refused.addSuppressed(e);
    }
  }

  private void confirm(Parts<?> parts, byte[] request, byte[] answer, Grant grant) {
    if (journal.message(parts.confirmedName()).isPresent()) {
      return;
    }
    boolean resumed = journal.message(parts.confirmationName()).isPresent();
    byte[] confirmation =
        stored(
            parts.confirmationName(),
            () -> messages.acceptance(request, answer, parts.credential(), grant));
    byte[] received = transfer.exchange(parts.address(), confirmation);
    try {
      messages.readConfirmed(confirmation, received, parts.credential());
    } catch (RefusedByCa refused) {
      boolean believed = refused.authentic() || parts.proofFollows();
      if (!resumed || !believed || !CONFIRMED_BEFORE.contains(refused.code())) {
        throw refused;
      }
    }
    journal.message(parts.confirmedName(), DONE);
  }

  private byte[] stored(String name, Supplier<byte[]> made) {
    return journal
        .message(name)
        .orElseGet(
            () -> {
              byte[] octets = made.get();
              journal.message(name, octets);
              return octets;
            });
  }

  private void forget(Parts<?> parts) {
    journal.forgetMessage(parts.requestName());
    journal.forgetMessage(parts.waitingName());
    journal.forgetMessage(parts.pollName());
    journal.forgetMessage(parts.answerName());
    journal.forgetMessage(parts.confirmationName());
    journal.forgetKey(parts.name());
  }
}
