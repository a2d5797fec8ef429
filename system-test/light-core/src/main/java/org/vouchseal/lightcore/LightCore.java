package org.vouchseal.lightcore;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.ServiceLoader;
import org.vouchseal.assembly.CaParts;
import org.vouchseal.assembly.CaRooms;
import org.vouchseal.assembly.RoomAccess;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.issuing.boot.IssuingSettings;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.JobThreads;
import org.vouchseal.persistence.SqlTransactions;

/**
 * The light core as a process: reads the settings file that is its one argument, prints {@code
 * LISTENING <port>} when all doors are open, and runs until it is killed. A halt point chosen by
 * {@code VOUCHSEAL_DRILL} ends it with status 137.
 */
public final class LightCore {

  private static final int BOOT_OCTETS = 4;

  private final LightCoreSettings settings;
  private final CryptoProviders providers = CryptoProviders.of("auto");
  private final SecureRandom random = new SecureRandom();

  private LightCore(LightCoreSettings settings) {
    this.settings = settings;
  }

  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: light-core SETTINGS-FILE");
      System.exit(2);
    }
    // or the answer waits for the client's delayed acknowledgement, 40 ms each
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int port = new LightCore(LightCoreSettings.read(Path.of(arguments[0]))).start();
    System.out.println("LISTENING " + port);
  }

  private int start() {
    CaRooms rooms = CaRooms.assemble(parts());
    JobThreads unusedUntilTheEnd = JobThreads.start(Thread::new, Clock.systemUTC(), rooms.jobs());
    return new Doors(rooms).open();
  }

  private CaParts parts() {
    return new CaParts(
        access("issuing"),
        access("keyservice"),
        access("status"),
        providers,
        PkiDirectory.open(settings.pki()),
        Clock.systemUTC(),
        random,
        ServiceLoader.load(HaltPoint.class).findFirst().orElse(HaltPoint.NONE),
        settings.node(),
        boot(),
        IssuingSettings.DEFAULT,
        KeyServiceSettings.defaults().withPoolLevel(settings.poolLevel()));
  }

  private RoomAccess access(String room) {
    return new RoomAccess(
        new SqlTransactions(settings.database(room)),
        SoftwareToken.open(settings.token(room), settings.tokenSecret(room), providers, random));
  }

  private String boot() {
    byte[] octets = new byte[BOOT_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}
