package org.vouchseal.server;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.ServiceLoader;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.assembly.CaParts;
import org.vouchseal.assembly.CaRooms;
import org.vouchseal.assembly.RoomAccess;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.issuing.boot.IssuingSettings;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.issuing.http.RegistrarEndpoint;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.TrustedProxies;
import org.vouchseal.persistence.SqlTransactions;
import org.vouchseal.status.http.DownloadEndpoint;
import org.vouchseal.status.http.LookUpEndpoint;
import org.vouchseal.status.http.OcspEndpoint;

/** Makes the CA rooms from what the container gives, and hands their doors to the servlets. */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the fields before any method runs
public class ServerBoot {

  private static final Logger LOG = LoggerFactory.getLogger(ServerBoot.class);
  private static final int BOOT_OCTETS = 4;

  @Resource(lookup = "java:app/jdbc/issuing")
  private DataSource issuing;

  @Resource(lookup = "java:app/jdbc/keyservice")
  private DataSource keyService;

  @Resource(lookup = "java:app/jdbc/status")
  private DataSource status;

  /** The rooms; a missing setting, key or file ends the deployment here. */
  @Produces
  @Singleton
  CaRooms rooms(ServerSettings settings) {
    PkiDirectory directory = PkiDirectory.open(settings.pkiDirectory());
    settings.mustAgreeWith(directory);
    CryptoProviders providers = CryptoProviders.of(settings.crypto());
    SecureRandom random = new SecureRandom();
    HaltPoint haltPoint = ServiceLoader.load(HaltPoint.class).findFirst().orElse(HaltPoint.NONE);
    LOG.info("node {}, crypto providers {}", settings.node(), providers.choice());
    if (haltPoint != HaltPoint.NONE) {
      LOG.warn("this is a drill: {} may end the process", haltPoint.getClass().getName());
    }
    return CaRooms.assemble(
        new CaParts(
            access(issuing, settings.issuing(), providers, random),
            access(keyService, settings.keyService(), providers, random),
            access(status, settings.status(), providers, random),
            providers,
            directory,
            Clock.systemUTC(),
            random,
            haltPoint,
            settings.node(),
            boot(random),
            IssuingSettings.DEFAULT
                .withReservedPolicy(settings.cabfPolicy())
                .withBlockedKeys(settings.blockedKeys())
                .withSuccessionDelay(settings.successionDelay())
                .withCrlShards(settings.crlShards()),
            KeyServiceSettings.defaults()));
  }

  @Produces
  @Singleton
  ServerSettings settings() {
    return ServerSettings.read(
        name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  @Produces
  @Singleton
  TrustedProxies trustedProxies(ServerSettings settings) {
    return settings.trustedProxies();
  }

  @Produces
  @Singleton
  CmpResponder cmp(CaRooms rooms) {
    return rooms.issuing().registrar().cmp();
  }

  @Produces
  @Singleton
  RegistrarEndpoint registrar(CaRooms rooms) {
    return rooms.issuing().registrar().registrarEndpoint();
  }

  @Produces
  @Singleton
  OcspEndpoint ocsp(CaRooms rooms) {
    return rooms.status().ocsp();
  }

  @Produces
  @Singleton
  DownloadEndpoint downloads(CaRooms rooms) {
    return rooms.status().downloads();
  }

  @Produces
  @Singleton
  LookUpEndpoint lookUp(CaRooms rooms) {
    return rooms.status().lookUp();
  }

  private static RoomAccess access(
      DataSource database,
      ServerSettings.TokenFiles files,
      CryptoProviders providers,
      SecureRandom random) {
    return new RoomAccess(
        new SqlTransactions(database),
        SoftwareToken.open(files.token(), files.secret(), providers, random));
  }

  private static String boot(SecureRandom random) {
    byte[] octets = new byte[BOOT_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}
