package org.vouchseal.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mails as files {@code <UTC yyyyMMdd'T'HHmmss.SSS>-<n>.eml}: in the order of their arrival by
 * name, whole from the moment they are seen, readable by this user only.
 */
final class MailFiles {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Clock clock;
  private final AtomicLong number = new AtomicLong();

  MailFiles(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  Path add(byte[] mail) throws IOException {
    String name = TIME.format(clock.instant()) + "-" + number.incrementAndGet();
    Path file = folder.resolve(name + ".eml");
    VarFolder.writeWhole(file, folder.resolve("." + name + ".part"), mail);
    return file;
  }
}
