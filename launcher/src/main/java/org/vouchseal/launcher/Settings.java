package org.vouchseal.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.launcher.proxy.Nodes;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.TrustedProxies;

/**
 * What the environment asks for; every fault is named at once.
 *
 * @param var where all state is kept; absolute
 * @param publicUrl without a slash at its end; certificates carry it
 * @param crypto {@code auto}, {@code accp} or {@code fallback}
 * @param cabfPolicy whether certificates carry the reserved CA/B policy as well
 * @param proofReuse how long a mailbox proof counts, ISO 8601, at most 30 days
 * @param trustedProxies networks of the proxies that are believed the addresses of clients
 * @param javaOptions of the server's JVM
 * @param databaseMegabytes memory in which MariaDB keeps pages; a quarter more on disk is its log
 * @param nodePort of the first of several nodes; the others have the ports after it
 * @param crlShards among how many revocation lists new certificates of subscribers are spread
 * @param encryptionClient whether our registration authority orders encryption keys made by clients
 * @param conformance the endpoint for outside suites, when it is asked for
 */
public record Settings(
    Path var,
    int httpPort,
    String publicUrl,
    int databasePort,
    int mailPort,
    String crypto,
    boolean cabfPolicy,
    String proofReuse,
    String mailFrom,
    String trustedProxies,
    List<String> javaOptions,
    int databaseMegabytes,
    int nodePort,
    int crlShards,
    boolean encryptionClient,
    Optional<Conformance> conformance) {

  /**
   * The endpoint for outside suites.
   *
   * @param secretFile absolute
   * @param waitSeconds how long requests wait where they do
   */
  public record Conformance(Path secretFile, int waitSeconds) {}

  /** Between {@value #HTTP_PORT} and the nodes behind it. */
  private static final int NODES_ABOVE = 2000;

  private static final int HIGHEST_PORT = 65535;
  private static final int MOST_SHARDS = 256;
  private static final int MOST_MEGABYTES = 1_000_000;
  private static final String LOOPBACK = "127.0.0.1";

  public static final String VAR = "VOUCHSEAL_VAR";
  public static final String HTTP_PORT = "VOUCHSEAL_HTTP_PORT";
  public static final String PUBLIC_URL = "VOUCHSEAL_PUBLIC_URL";
  public static final String DB_PORT = "VOUCHSEAL_DB_PORT";
  public static final String SMTP_PORT = "VOUCHSEAL_SMTP_PORT";
  public static final String CRYPTO = "VOUCHSEAL_CRYPTO";
  public static final String CABF_POLICY = "VOUCHSEAL_CABF_POLICY";
  public static final String PROOF_REUSE = "VOUCHSEAL_PROOF_REUSE";
  public static final String MAIL_FROM = "VOUCHSEAL_MAIL_FROM";
  public static final String TRUSTED_PROXIES = "VOUCHSEAL_TRUSTED_PROXIES";
  public static final String CRL_SHARDS = "VOUCHSEAL_CRL_SHARDS";
  public static final String NODE_PORT = "VOUCHSEAL_NODE_PORT";
  public static final String JAVA_OPTIONS = "VOUCHSEAL_JAVA_OPTIONS";
  public static final String DB_BUFFER_MEGABYTES = "VOUCHSEAL_DB_BUFFER_MEGABYTES";
  public static final String RA_ENCRYPTION_CLIENT = "VOUCHSEAL_RA_ENCRYPTION_CLIENT";
  public static final String CONFORMANCE_SECRET_FILE = "VOUCHSEAL_CONFORMANCE_SECRET_FILE";
  public static final String CONFORMANCE_WAIT_SECONDS = "VOUCHSEAL_CONFORMANCE_WAIT_SECONDS";

  /** Starts quickly and needs little; a busy server is given more. */
  private static final String SMALL_JVM = "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  /**
   * Reads the environment; what is absent or empty has its default.
   *
   * @param home folder of the checkout, against which a relative {@value #VAR} counts
   * @throws Refused naming every variable that is wrong, the value found and what is allowed
   */
  static Settings from(Map<String, String> environment, Path home) {
    Reader reader = new Reader(environment);
    int httpPort = reader.port(HTTP_PORT, 8080);
    Settings settings =
        new Settings(
            home.resolve(reader.text(VAR, "var")).toAbsolutePath().normalize(),
            httpPort,
            reader.address(PUBLIC_URL, "http://localhost:" + httpPort),
            reader.port(DB_PORT, 13306),
            reader.port(SMTP_PORT, 2525),
            reader.oneOf(CRYPTO, "auto", Set.of("auto", "accp", "fallback")),
            reader.flag(CABF_POLICY),
            reader.days(PROOF_REUSE, 30),
            reader.mailbox(MAIL_FROM, "vouchseal@localhost.localdomain"),
            reader.networks(TRUSTED_PROXIES, "127.0.0.0/8,::1/128"),
            List.of(reader.text(JAVA_OPTIONS, SMALL_JVM).strip().split("\\s+")),
            reader.number(DB_BUFFER_MEGABYTES, 64, 16, MOST_MEGABYTES, "megabytes"),
            reader.port(NODE_PORT, nodesBeside(httpPort)),
            reader.number(CRL_SHARDS, 1, 1, MOST_SHARDS, "lists"),
            reader.flag(RA_ENCRYPTION_CLIENT),
            reader.conformance(home));
    reader.refuseFaults();
    return settings;
  }

  private static int nodesBeside(int httpPort) {
    int above = httpPort + NODES_ABOVE;
    return above + Nodes.MOST <= HIGHEST_PORT ? above : httpPort - NODES_ABOVE;
  }

  /** Address of the server on this machine, whatever the public one is. */
  public String localUrl() {
    return "http://" + LOOPBACK + ":" + httpPort;
  }

  /**
   * The same for a node behind our own proxy, which it has to believe the addresses of clients:
   * what the proxy says of itself is what {@link #trustedProxies} allows.
   */
  Settings behindProxy(Nodes.Node node) {
    boolean believed = TrustedProxies.parse(trustedProxies).trusts(loopback());
    return new Settings(
        var,
        node.port(),
        publicUrl,
        databasePort,
        mailPort,
        crypto,
        cabfPolicy,
        proofReuse,
        mailFrom,
        believed ? trustedProxies : trustedProxies + "," + LOOPBACK,
        javaOptions,
        databaseMegabytes,
        nodePort,
        crlShards,
        encryptionClient,
        conformance);
  }

  private static ClientAddress loopback() {
    return ClientAddress.parse(LOOPBACK).orElseThrow();
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    private Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    private String text(String name, String otherwise) {
      String value = environment.getOrDefault(name, "").strip();
      return value.isEmpty() ? otherwise : value;
    }

    private int port(String name, int otherwise) {
      String value = text(name, Integer.toString(otherwise));
      if (value.matches("[0-9]{1,5}")) {
        int port = Integer.parseInt(value);
        if (port >= 1 && port <= 65535) {
          return port;
        }
      }
      faults.add(name + " is '" + value + "', not a port from 1 to 65535");
      return otherwise;
    }

    private int number(String name, int otherwise, int least, int most, String unit) {
      String value = text(name, Integer.toString(otherwise));
      if (value.matches("[1-9][0-9]{0,6}")) {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      }
      faults.add(
          name + " is '" + value + "', not a number of " + unit + " from " + least + " to " + most);
      return otherwise;
    }

    private Optional<Conformance> conformance(Path home) {
      String wait = text(CONFORMANCE_WAIT_SECONDS, "5");
      if (!wait.matches("[1-9][0-9]{0,4}")) {
        faults.add(CONFORMANCE_WAIT_SECONDS + " is '" + wait + "', not a number from 1 to 99999");
        return Optional.empty();
      }
      String file = text(CONFORMANCE_SECRET_FILE, "");
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Conformance(
                  home.resolve(file).toAbsolutePath().normalize(), Integer.parseInt(wait)));
    }

    private String mailbox(String name, String otherwise) {
      String value = text(name, otherwise);
      try {
        return Mailbox.parse(value).address();
      } catch (InvalidMailbox e) {
        faults.add(name + " is '" + value + "', not a mailbox: " + e.getMessage());
        return otherwise;
      }
    }

    /** A duration from a second to so many days, which are the default. */
    private String days(String name, int most) {
      String otherwise = "P" + most + "D";
      String value = text(name, otherwise);
      try {
        Duration found = Duration.parse(value);
        if (found.toSeconds() >= 1 && found.compareTo(Duration.ofDays(most)) <= 0) {
          return value;
        }
      } catch (DateTimeParseException | ArithmeticException noDuration) {
        // said below, like one that is too long
      }
      faults.add(name + " is '" + value + "', not a duration from PT1S to " + otherwise);
      return otherwise;
    }

    private boolean flag(String name) {
      return oneOf(name, "false", Set.of("true", "false")).equals("true");
    }

    private String oneOf(String name, String otherwise, Set<String> allowed) {
      String value = text(name, otherwise);
      if (!allowed.contains(value)) {
        faults.add(name + " is '" + value + "', not one of " + allowed.stream().sorted().toList());
      }
      return value;
    }

    private String networks(String name, String otherwise) {
      String value = text(name, otherwise);
      try {
        TrustedProxies unused = TrustedProxies.parse(value);
      } catch (IllegalArgumentException notNetworks) {
        faults.add(name + " is '" + value + "': " + notNetworks.getMessage());
      }
      return value;
    }

    private String address(String name, String otherwise) {
      String value = text(name, otherwise);
      String address = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
      if (!isAddress(address)) {
        faults.add(name + " is '" + value + "', not an http or https address of host and port");
      }
      return address;
    }

    private static boolean isAddress(String text) {
      try {
        URI uri = URI.create(text);
        return Set.of("http", "https").contains(uri.getScheme())
            && uri.getHost() != null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null
            && (uri.getRawPath() == null || uri.getRawPath().isEmpty());
      } catch (IllegalArgumentException notOne) {
        return false;
      }
    }

    private void refuseFaults() {
      if (!faults.isEmpty()) {
        throw new Refused(String.join("\n", faults));
      }
    }
  }
}
