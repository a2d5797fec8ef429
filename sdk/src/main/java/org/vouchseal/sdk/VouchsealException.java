package org.vouchseal.sdk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the SDK. Subclasses exist only where callers act differently: {@link
 * Offline}, {@link Pending}, {@link NotVerified}, {@link Misuse}, {@link RefusedByCa}.
 */
public class VouchsealException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final boolean retryable;

  public VouchsealException(Fault fault, boolean retryable) {
    this(fault, retryable, null);
  }

  public VouchsealException(Fault fault, boolean retryable, @Nullable Throwable cause) {
    super(fault.title() + ": " + fault.why(), cause);
    this.fault = fault;
    this.retryable = retryable;
  }

  /** Everything there is to say about it. */
  public Fault fault() {
    return fault;
  }

  /** Short stable name, see {@link Fault#code()}. */
  public String code() {
    return fault.code();
  }

  /** What happened. */
  public String title() {
    return fault.title();
  }

  /** What to do now. */
  public String whatToDo() {
    return fault.whatToDo();
  }

  /** The reference to give to support; empty when the failure arose on this side. */
  public Optional<String> reference() {
    return Optional.ofNullable(fault.reference());
  }

  /** Whether the same call may succeed later without any change by the caller. */
  public boolean retryable() {
    return retryable;
  }
}
