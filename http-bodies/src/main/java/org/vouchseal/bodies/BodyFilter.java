package org.vouchseal.bodies;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * Reads the body of each POST and PUT before anybody answers it, so that whoever does meets no slow
 * sender: what he reads is here, or broken off.
 *
 * <p>A body that came with its headers is left to whoever answers, who waits for nothing either;
 * one that came in chunks or is too large is read here. For few others a thread waits, as long as
 * there are few; all further ones are awaited without a thread. The answer is the servlet's in each
 * case, also that a body is too large (it finds one octet more than the limit) or did not arrive
 * (reading it fails). Beyond the limits of number and memory the answer is 503. When the sender is
 * gone nobody is asked, and the container's log does not grow by it.
 *
 * <p>Subclasses name the paths. One that is written with other characters than letters, digits and
 * {@code . _ - /}, or with empty segments, is not awaited without a thread.
 */
public abstract class BodyFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** What a dispatcher of the container takes without decoding anything. */
  private static final Pattern PLAIN_PATH =
      Pattern.compile("(/\\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)+/?");

  /** Of other methods nobody here reads a body. */
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

  private static final int OCTETS_AT_ONCE = 4096;

  private final transient BodyLimits limits;
  private final transient BodySettings settings;
  private final transient Semaphore blocking;

  @Resource
  @SuppressWarnings("NullAway") // given by the container before init
  private transient ManagedThreadFactory threads;

  @SuppressWarnings("NullAway") // made by init
  private transient LateRequests late;

  protected BodyFilter(BodyLimits limits, BodySettings settings) {
    this.limits = limits;
    this.settings = settings;
    this.blocking = new Semaphore(settings.blocking());
  }

  @Override
  public void init() {
    ConnectionFaults.countInsteadOfLogging();
    late = new LateRequests(settings, threads);
  }

  @Override
  public void destroy() {
    late.close();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!WITH_BODY.contains(request.getMethod())) {
      chain.doFilter(request, response);
      return;
    }
    String path = request.getRequestURI().substring(request.getContextPath().length());
    int limit = limits.octets(path);
    long length = request.getContentLengthLong();
    boolean here = isHere(request.getInputStream(), length);
    if (here && length >= 0 && length <= limit) {
      chain.doFilter(request, response);
      return;
    }
    ArrivingBody body = new ArrivingBody(limit, settings.readOn());
    if (length > settings.readOn()) {
      goOn(request, response, chain, ArrivingBody.refusedUnread(limit));
    } else if (here) {
      goOn(request, response, chain, read(request.getInputStream(), body));
    } else if (blocking.tryAcquire()) {
      ArrivedBody arrived;
      try {
        arrived = read(request.getInputStream(), body);
      } finally {
        blocking.release();
      }
      goOn(request, response, chain, arrived);
    } else if (!PLAIN_PATH.matcher(path).matches() || !late.await(request, response, path, body)) {
      Busy.answer(response);
    }
  }

  /** Whether reading to the end would wait for nobody. */
  private static boolean isHere(ServletInputStream in, long length) throws IOException {
    return (length >= 0 && in.available() >= length) || in.isFinished();
  }

  private ArrivedBody read(ServletInputStream in, ArrivingBody body) {
    long end = System.nanoTime() + settings.readLimit().toNanos();
    byte[] octets = new byte[OCTETS_AT_ONCE];
    try {
      for (int read = in.read(octets); read >= 0; read = in.read(octets)) {
        if (!body.take(octets, read)) {
          break;
        }
        if (System.nanoTime() - end > 0) {
          return body.brokenOff(new IOException("the body did not arrive in time"));
        }
      }
      return body.arrived();
    } catch (IOException brokenOff) {
      return body.brokenOff(brokenOff);
    }
  }

  private static void goOn(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      ArrivedBody arrived)
      throws IOException, ServletException {
    if (arrived.closing()) {
      response.setHeader("Connection", "close");
    }
    if (arrived.senderIsGone()) {
      response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
      return;
    }
    chain.doFilter(new RequestWithBody(request, arrived), response);
  }
}
