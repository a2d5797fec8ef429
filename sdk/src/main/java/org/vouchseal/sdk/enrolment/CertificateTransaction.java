package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.Credential;
import org.vouchseal.sdk.cmp.Grant;
import org.vouchseal.sdk.cmp.Transfer;

/**
 * One request, its answer and its confirmation, each stored before it is sent. Run again after any
 * failure it sends the stored bytes, for which the CA gives the answer it gave before.
 */
final class CertificateTransaction {

  // The CA has done what was asked, but its answer is no longer to be had.
  private static final Set<String> CONFIRMED_BEFORE = Set.of("certConfirmed", "transactionIdInUse");
  private static final byte[] DONE = {1};

  private final EnrolmentJournal journal;
  private final CmpMessages messages;
  private final Transfer transfer;

  CertificateTransaction(EnrolmentJournal journal, CmpMessages messages, Transfer transfer) {
    this.journal = journal;
    this.messages = messages;
    this.transfer = transfer;
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
      if (!resumed || journal.message(parts.answerName()).isPresent()) {
        throw refused;
      }
      if (refused.code().equals("badTime")) {
        journal.forgetMessage(parts.requestName());
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
    byte[] answer =
        journal
            .message(parts.answerName())
            .orElseGet(() -> transfer.exchange(parts.address(), request));
    Grant grant = messages.readGrant(request, answer, parts.credential());
    T result = judged(parts, request, answer, grant);
    journal.message(parts.answerName(), answer);
    confirm(parts, request, answer, grant);
    return result;
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
    journal.forgetMessage(parts.answerName());
    journal.forgetMessage(parts.confirmationName());
    journal.forgetKey(parts.name());
  }
}
