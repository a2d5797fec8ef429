package org.vouchseal.issuing.issuance;

import java.util.function.Function;

/** What came of asking for a certificate: a plan that is in the database, or a refusal. */
public sealed interface RecordingOutcome {

  /** Calls the function for what this is, and gives its result. */
  <T> T fold(Function<Recorded, T> onRecorded, Function<Refused, T> onRefused);

  /** The plan is committed; it may be signed. */
  record Recorded(RecordedPlan plan) implements RecordingOutcome {
    @Override
    public <T> T fold(Function<Recorded, T> onRecorded, Function<Refused, T> onRefused) {
      return onRecorded.apply(this);
    }
  }

  /**
   * Nothing was written.
   *
   * @param reason for the protocol edge
   * @param text fit for the asker: field, value found, limit
   */
  record Refused(RefusalReason reason, String text) implements RecordingOutcome {
    @Override
    public <T> T fold(Function<Recorded, T> onRecorded, Function<Refused, T> onRefused) {
      return onRefused.apply(this);
    }
  }
}
