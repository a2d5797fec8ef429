package org.vouchseal.sdk.cli;

import org.jspecify.annotations.Nullable;
import org.vouchseal.sdk.boot.Sdk;
import picocli.CommandLine.Option;

/** Which service to speak to. */
final class ServerOption {

  private static final String DEFAULT = "http://localhost:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Address of the service; else the environment variable VOUCHSEAL_URL, else "
              + DEFAULT
              + ".")
  @Nullable String server;

  Sdk sdk(Console console) {
    return Sdk.at(server != null ? server : console.variable("VOUCHSEAL_URL").orElse(DEFAULT));
  }
}
