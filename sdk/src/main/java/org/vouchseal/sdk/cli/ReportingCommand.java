package org.vouchseal.sdk.cli;

/** A subcommand with the common output options. */
interface ReportingCommand {

  /** The options as given on the command line. */
  Reporting reporting();
}
