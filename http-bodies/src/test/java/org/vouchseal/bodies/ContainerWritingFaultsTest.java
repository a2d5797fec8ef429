package org.vouchseal.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The container writes about a connection or about a fault. */
class ContainerWritingFaultsTest {

  private static final String CONNECTION = "org.glassfish.grizzly.nio.NIOConnection";

  private final Logger web = Logger.getLogger("jakarta.enterprise.web");
  private final Logger ours = Logger.getLogger(ConnectionFaults.class.getName());
  private final List<LogRecord> written = new ArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          written.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    web.addHandler(handler);
    ours.addHandler(handler);
    ConnectionFaults.countInsteadOfLogging();
  }

  @AfterEach
  void forget() {
    web.removeHandler(handler);
    ours.removeHandler(handler);
    web.setFilter(null);
  }

  private void write(Throwable fault) {
    web.log(Level.WARNING, "Servlet.service() threw exception", fault);
  }

  private static <T extends Throwable> T thrownBy(String code, T fault) {
    fault.setStackTrace(new StackTraceElement[] {new StackTraceElement(code, "m", "f", 1)});
    return fault;
  }

  private static IOException closed() {
    return thrownBy(CONNECTION, new IOException("Connection is closed", new EOFException()));
  }

  @Test
  void manyClosedConnections_areOneShortLine() {
    for (int i = 0; i < 500; i++) {
      write(closed());
      write(new IllegalStateException(closed()));
    }

    assertThat(written).hasSize(1);
    assertThat(written.get(0).getThrown()).isNull();
    assertThat(written.get(0).getLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void pathThatIsNoPath_isCountedAsWell() {
    write(
        thrownBy(
            "org.glassfish.grizzly.http.util.URLDecoder",
            new IllegalArgumentException("Illegal hex characters in escape (%) pattern - %zz")));

    assertThat(written).extracting(LogRecord::getThrown).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.vouchseal.issuing.http.CmpServlet", "java.io.FileInputStream"})
  void faultOfOurs_isWrittenWhole(String code) {
    List<Throwable> faults =
        List.of(
            thrownBy(code, new IOException("no space left on device")),
            thrownBy(code, new EOFException()),
            thrownBy(code, new IllegalStateException(thrownBy(code, new IOException("file")))),
            thrownBy(code, new NullPointerException()));

    faults.forEach(this::write);

    assertThat(written).extracting(LogRecord::getThrown).containsExactlyElementsOf(faults);
  }

  @Test
  void bugOfTheContainer_isWrittenWhole() {
    NullPointerException bug = thrownBy(CONNECTION, new NullPointerException());

    write(bug);
    web.log(Level.WARNING, "without a fault");

    assertThat(written).extracting(LogRecord::getLevel).containsOnly(Level.WARNING);
    assertThat(written).extracting(LogRecord::getThrown).containsExactly(bug, null);
  }
}
