package org.vouchseal.bodies;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests whose body is still to come: no thread waits for it. When it is there, one of a bounded
 * number of threads answers, and the connection is closed (docs/adr/0020).
 */
final class LateRequests implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LateRequests.class);
  private static final long IDLE_SECONDS = 30;

  private final BodySettings settings;
  private final BodyRoom room;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor workers;

  LateRequests(BodySettings settings, ThreadFactory threads) {
    this.settings = settings;
    this.room = new BodyRoom(settings.waiting(), settings.octets());
    this.timer = new ScheduledThreadPoolExecutor(1, threads);
    this.timer.setRemoveOnCancelPolicy(true);
    this.workers =
        new ThreadPoolExecutor(
            settings.workers(),
            settings.workers(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            threads);
    this.workers.allowCoreThreadTimeOut(true);
  }

  /** Takes over a request; false when there are too many already. */
  boolean await(
      HttpServletRequest request, HttpServletResponse response, String path, ArrivingBody body)
      throws IOException {
    if (!room.enter()) {
      return false;
    }
    ServletInputStream in = request.getInputStream();
    AsyncContext context = request.startAsync(request, response);
    // the container's own limit would go on while the answer is made, and answer a second time
    context.setTimeout(0);
    Late late = new Late(request, response, path, context, body);
    BodyListener listener = new BodyListener(in, body, room, timer, late::arrived);
    late.limit =
        timer.schedule(listener::timeOut, settings.readLimit().toMillis(), TimeUnit.MILLISECONDS);
    // the thread that is here must have left the container by then
    var unused =
        timer.schedule(listener::listen, settings.listenAfter().toMillis(), TimeUnit.MILLISECONDS);
    return true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  /** One of them. */
  private final class Late {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String path;
    private final AsyncContext context;
    private final ArrivingBody body;

    @SuppressWarnings("NullAway") // set before anything can end
    private volatile ScheduledFuture<?> limit;

    Late(
        HttpServletRequest request,
        HttpServletResponse response,
        String path,
        AsyncContext context,
        ArrivingBody body) {
      this.request = request;
      this.response = response;
      this.path = path;
      this.context = context;
      this.body = body;
    }

    void arrived(ArrivedBody whole) {
      boolean unusedWasPending = limit.cancel(false);
      if (whole.senderIsGone()) {
        ending(() -> response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT));
        return;
      }
      try {
        workers.execute(() -> answer(whole));
      } catch (RejectedExecutionException tooMany) {
        ending(() -> Busy.answer(response));
      }
    }

    private void answer(ArrivedBody whole) {
      ending(
          () -> {
            response.setHeader("Connection", "close");
            RequestContextController requests =
                CDI.current().select(RequestContextController.class).get();
            boolean begun = requests.activate();
            try {
              forward(whole);
            } finally {
              if (begun) {
                requests.deactivate();
              }
            }
          });
    }

    private void forward(ArrivedBody whole) throws IOException, ServletException {
      RequestDispatcher target = request.getRequestDispatcher(path);
      target.forward(new RequestWithBody(request, whole), response);
    }

    private void ending(Step last) {
      try {
        last.run();
      } catch (IOException senderIsGone) {
        LOG.debug("nobody waits for the answer to {}", path, senderIsGone);
      } catch (ServletException | RuntimeException fault) {
        LOG.error("a request to {} whose body came late was not answered", path, fault);
      } finally {
        room.leave(body.held());
        context.complete();
      }
    }
  }

  /** What may fail as servlets do. */
  private interface Step {
    void run() throws IOException, ServletException;
  }
}
