package org.vouchseal.conformance.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.assembly.CaParts;
import org.vouchseal.assembly.RoomAccess;
import org.vouchseal.conformance.ConformanceCa;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.cmp.MacSecretFile;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.JobThreads;
import org.vouchseal.persistence.MariaDbPlainDataSource;
import org.vouchseal.persistence.SqlTransactions;

/**
 * Starts the conformance CA with the server that it was added to. It has its own connections and
 * transactions and touches nothing of the server's rooms; without its settings the deployment ends.
 */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container starts it before it serves
public class ConformanceBoot {

  private static final Logger LOG = LoggerFactory.getLogger(ConformanceBoot.class);
  private static final int BOOT_OCTETS = 4;

  private final SecureRandom random = new SecureRandom();
  private ConformanceCa ca;
  private MacSecret secret;
  private JobThreads running;

  void start(@Observes Startup event) {
    ConformanceSettings settings =
        ConformanceSettings.read(
            name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    LOG.warn(
        "THE CONFORMANCE ENDPOINT IS ON: whoever knows the secret in {} gets certificates for any"
            + " name under a root that nobody may trust; never on a server that others reach",
        settings.secret());
    secret = MacSecretFile.read(settings.secret());
    CryptoProviders providers = CryptoProviders.of(settings.crypto());
    ca =
        ConformanceCa.assemble(
            parts(settings, providers), token(settings, "ra", providers), secret, settings.delay());
    running = JobThreads.start(Thread::new, Clock.systemUTC(), ca.jobs());
  }

  void stop(@Observes Shutdown event) {
    if (running != null) {
      running.close();
    }
    if (secret != null) {
      secret.close();
    }
  }

  /** The CA; there from the start on. */
  public ConformanceCa ca() {
    return ca;
  }

  private CaParts parts(ConformanceSettings settings, CryptoProviders providers) {
    return new CaParts(
        access(settings, "issuing", providers),
        access(settings, "keyservice", providers),
        access(settings, "status", providers),
        providers,
        PkiDirectory.open(settings.pki()),
        Clock.systemUTC(),
        random,
        HaltPoint.NONE,
        settings.node(),
        boot(),
        ConformanceCa.ISSUING,
        ConformanceCa.KEY_SERVICE,
        ConformanceSettings.SCHEMAS + "issuing");
  }

  private RoomAccess access(ConformanceSettings settings, String room, CryptoProviders providers) {
    return new RoomAccess(
        new SqlTransactions(database(settings, room)), token(settings, room, providers));
  }

  private static DataSource database(ConformanceSettings settings, String room) {
    MariaDbPlainDataSource source = new MariaDbPlainDataSource();
    source.setUrl(settings.database() + ConformanceSettings.SCHEMAS + room);
    source.setUser(ConformanceSettings.SCHEMAS + room + "_app");
    source.setPasswordFile(settings.databasePassword(room).toString());
    return source;
  }

  private SoftwareToken token(
      ConformanceSettings settings, String name, CryptoProviders providers) {
    return SoftwareToken.open(settings.token(name), settings.tokenSecret(name), providers, random);
  }

  private String boot() {
    byte[] octets = new byte[BOOT_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}
