package org.vouchseal.sdk.cmp;

import java.time.Duration;
import java.util.function.Function;

/** What a verified answer to an ir, cr or pollReq says when it is no refusal. */
public sealed interface Reply {

  <R> R fold(
      Function<? super Grant, ? extends R> onGranted,
      Function<? super Waiting, ? extends R> onWaiting);

  /** The certificate is there. */
  record Granted(Grant grant) implements Reply {
    @Override
    public <R> R fold(
        Function<? super Grant, ? extends R> onGranted,
        Function<? super Waiting, ? extends R> onWaiting) {
      return onGranted.apply(grant);
    }
  }

  /**
   * The CA has not decided.
   *
   * @param checkAfter how long to wait before the next pollReq: at once, or one second to ten years
   * @param reason the CA's own words, safe to print; empty when it gave none
   */
  record Waiting(Duration checkAfter, String reason) implements Reply {
    @Override
    public <R> R fold(
        Function<? super Grant, ? extends R> onGranted,
        Function<? super Waiting, ? extends R> onWaiting) {
      return onWaiting.apply(this);
    }
  }
}
