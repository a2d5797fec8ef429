package org.vouchseal.bodies;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body has been read. */
final class RequestWithBody extends HttpServletRequestWrapper {

  private final ArrivedBody body;

  RequestWithBody(HttpServletRequest request, ArrivedBody body) {
    super(request);
    this.body = body;
  }

  @Override
  public ServletInputStream getInputStream() {
    return stream(body);
  }

  static ServletInputStream stream(ArrivedBody body) {
    return new Octets(body);
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  private static final class Octets extends ServletInputStream {
    private final ByteArrayInputStream octets;
    private final ArrivedBody body;

    Octets(ArrivedBody body) {
      this.octets = new ByteArrayInputStream(body.octets());
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      return ended(octets.read());
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return ended(octets.read(into, from, length));
    }

    private int ended(int read) throws IOException {
      if (read < 0 && body.fault() != null) {
        throw body.fault();
      }
      return read;
    }

    @Override
    public int available() {
      return octets.available();
    }

    @Override
    public boolean isFinished() {
      return octets.available() == 0 && body.fault() == null;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("the body has been read");
    }
  }
}
