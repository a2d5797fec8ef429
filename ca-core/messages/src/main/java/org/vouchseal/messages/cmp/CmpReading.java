package org.vouchseal.messages.cmp;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The outcome of reading octets as a CMP message. */
public sealed interface CmpReading {

  /** They are a well-formed message. Nothing is verified yet. */
  record Read(ReceivedMessage message) implements CmpReading {
    @Override
    public <R> R fold(
        Function<? super ReceivedMessage, ? extends R> onRead,
        BiFunction<? super CmpRefusal, Optional<HeaderFacts>, ? extends R> onUnreadable) {
      return onRead.apply(message);
    }
  }

  /**
   * They are not.
   *
   * @param header what the header says, when at least that could be read: then the refusal can be
   *     answered by a CMP error, else by HTTP alone
   */
  record Unreadable(CmpRefusal refusal, Optional<HeaderFacts> header) implements CmpReading {
    @Override
    public <R> R fold(
        Function<? super ReceivedMessage, ? extends R> onRead,
        BiFunction<? super CmpRefusal, Optional<HeaderFacts>, ? extends R> onUnreadable) {
      return onUnreadable.apply(refusal, header);
    }
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super ReceivedMessage, ? extends R> onRead,
      BiFunction<? super CmpRefusal, Optional<HeaderFacts>, ? extends R> onUnreadable);

  /** The message; empty when unreadable. */
  default Optional<ReceivedMessage> result() {
    return this.<Optional<ReceivedMessage>>fold(
        Optional::of, (refusal, header) -> Optional.empty());
  }

  /** Why it is unreadable; empty when it was read. */
  default Optional<CmpRefusal> fault() {
    return this.<Optional<CmpRefusal>>fold(
        message -> Optional.empty(), (refusal, header) -> Optional.of(refusal));
  }
}
