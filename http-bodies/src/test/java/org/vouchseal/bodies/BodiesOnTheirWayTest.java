package org.vouchseal.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body that comes in pieces, announced as Payara announces it: late, twice, in any order. */
class BodiesOnTheirWayTest {

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final List<ArrivedBody> ended = new ArrayList<>();
  private final BodyRoom room = new BodyRoom(2, 100);
  private final Stream in = new Stream();

  /** What has arrived can be read; {@code isFinished} tells of arrival as Payara does. */
  private static final class Stream extends ServletInputStream {
    private ByteArrayInputStream there = new ByteArrayInputStream(new byte[0]);
    private boolean allHere;

    void arrives(int octets, boolean last) {
      there = new ByteArrayInputStream(new byte[there.available() + octets]);
      allHere = last;
    }

    @Override
    public int read() {
      return there.read();
    }

    @Override
    public int available() {
      return there.available();
    }

    @Override
    public boolean isFinished() {
      return allHere;
    }

    @Override
    public boolean isReady() {
      return there.available() > 0;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      if (there.available() > 0) {
        try {
          listener.onDataAvailable();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private BodyListener listener(int limit, int readOn) {
    return new BodyListener(in, new ArrivingBody(limit, readOn), room, timer, ended::add);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void piecesAndTheirEndInOrder_areReadWholeAndEndOnce() throws Exception {
    BodyListener listener = listener(50, 1000);
    in.arrives(10, false);
    listener.listen();
    in.arrives(20, false);
    listener.onDataAvailable();
    in.arrives(5, true);
    listener.onDataAvailable();
    listener.onAllDataRead();
    listener.onAllDataRead();
    listener.timeOut();

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).octets()).hasSize(35);
    assertThat(ended.get(0).fault()).isNull();
    assertThat(ended.get(0).closing()).isFalse();
  }

  @Test
  void endAnnouncedBeforeTheData_losesNothing() throws Exception {
    BodyListener listener = listener(50, 1000);
    listener.listen();
    in.arrives(30, true);
    listener.onAllDataRead();
    listener.onDataAvailable();

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).octets()).hasSize(30);
  }

  @Test
  void endThatIsNeverAnnounced_isFoundAtOnceOrSoon() throws Exception {
    in.arrives(30, true);
    listener(50, 1000).listen();
    assertThat(ended).hasSize(1);

    ended.clear();
    in.arrives(0, false);
    BodyListener listener = listener(50, 1000);
    listener.listen();
    in.arrives(12, true);
    listener.onDataAvailable();
    for (int i = 0; i < 200 && ended.isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).octets()).hasSize(12);
  }

  @Test
  void tooManyOctets_areCountedNotKept() throws Exception {
    BodyListener listener = listener(50, 1000);
    listener.listen();
    for (int i = 0; i < 9; i++) {
      in.arrives(100, false);
      listener.onDataAvailable();
    }
    assertThat(ended).isEmpty();
    in.arrives(100, false);
    listener.onDataAvailable();

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).octets()).hasSize(51);
    assertThat(ended.get(0).closing()).isTrue();
    assertThat(room.octets()).isEqualTo(51);
  }

  @Test
  void bodyBrokenOffOrLate_failsWhereItIsRead() throws Exception {
    BodyListener late = listener(50, 1000);
    late.listen();
    in.arrives(10, false);
    late.onDataAvailable();
    late.timeOut();
    BodyListener broken = listener(50, 1000);
    broken.onError(new IOException("gone"));

    for (ArrivedBody body : ended) {
      RequestBodyReading reading = new RequestBodyReading(body);
      assertThatThrownBy(reading::all).isInstanceOf(IOException.class);
      assertThat(body.closing()).isTrue();
    }
    assertThat(ended).hasSize(2);
  }

  @Test
  void room_isForSoManyBodiesAndOctets() throws Exception {
    assertThat(room.enter()).isTrue();
    assertThat(room.enter()).isTrue();
    assertThat(room.enter()).isFalse();
    room.leave(0);
    assertThat(room.enter()).isTrue();

    BodyListener listener = listener(500, 1000);
    listener.listen();
    in.arrives(100, false);
    listener.onDataAvailable();
    in.arrives(1, false);
    listener.onDataAvailable();

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).fault()).isNotNull();
    assertThat(room.octets()).isEqualTo(100);
    room.leave(100);
    assertThat(room.octets()).isZero();
  }

  /** Reads as a servlet does. */
  private record RequestBodyReading(ArrivedBody body) {
    int all() throws IOException {
      try (ServletInputStream in = RequestWithBody.stream(body)) {
        return in.readAllBytes().length;
      }
    }
  }
}
