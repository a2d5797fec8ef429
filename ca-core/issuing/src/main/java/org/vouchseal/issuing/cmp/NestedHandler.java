package org.vouchseal.issuing.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * Answers nested messages (RFC 9810 §5.1.3.5, RFC 9483 §5.2.2) of registration authorities. Each
 * message within is judged as if it had come directly, its own protection included; what forwards
 * it adds no right and takes away what the authority may not forward. A nested message keeps no
 * state of its own: it may be sent again, and the messages within are then repetitions.
 */
final class NestedHandler implements BodyHandler {

  private static final int MOST = 16;

  private final CmpReader reader;
  private final Within within;

  NestedHandler(CmpReader reader, Within within) {
    this.reader = reader;
    this.within = within;
  }

  /** Answers a message that came within another one. */
  @FunctionalInterface
  interface Within {
    byte[] answer(ReceivedMessage message, CmpPath path, RegistrationAuthority forwarder);
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    return conversation
        .requester()
        .fold(
            secret -> notForAnybody(),
            signature -> notForAnybody(),
            authority ->
                messages(conversation.message())
                    .then(all -> Outcome.of(answered(conversation, all, authority.authority()))));
  }

  private static Outcome<byte[], CmpRefusal> notForAnybody() {
    return Outcome.refused(
        CmpFailure.NOT_AUTHORIZED.because("nested messages are for registration authorities only"));
  }

  /** Nothing is answered unless everything within can be read. */
  private Outcome<List<ReceivedMessage>, CmpRefusal> messages(ReceivedMessage nested) {
    List<byte[]> all = nested.nestedMessages();
    if (all.isEmpty() || all.size() > MOST) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "the nested message holds " + all.size() + " messages, allowed are 1 to " + MOST));
    }
    List<ReceivedMessage> read = new ArrayList<>();
    for (byte[] octets : all) {
      Optional<CmpRefusal> fault =
          reader
              .read(octets)
              .fold(
                  message -> {
                    read.add(message);
                    return message.bodyType() == BodyType.NESTED
                        ? Optional.of(
                            CmpFailure.BAD_REQUEST.because(
                                "a nested message stands within a nested message"))
                        : Optional.<CmpRefusal>empty();
                  },
                  (refusal, header) -> Optional.of(refusal));
      if (fault.isPresent()) {
        return Outcome.refused(fault.get());
      }
    }
    return Outcome.of(read);
  }

  private byte[] answered(
      Conversation conversation, List<ReceivedMessage> messages, RegistrationAuthority forwarder) {
    CmpPath path = new CmpPath(conversation.path().profile(), Optional.empty());
    List<byte[]> answers =
        messages.stream().map(message -> within.answer(message, path, forwarder)).toList();
    return answers.size() == 1
        ? answers.get(0)
        : conversation
            .answers()
            .nested(conversation.message().header(), conversation.requester().protection(), answers)
            .der();
  }
}
