package org.vouchseal.lightcore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.assembly.CaRooms;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.http.RegistrarHttpRequest;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.status.http.WebAnswer;
import org.vouchseal.status.http.WebRequest;

/** The public addresses of the rooms, served by the JDK's own HTTP server. */
final class Doors {

  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
  private static final String CMP = "/.well-known/cmp";
  private static final String REGISTRAR = "/registrar/v1";
  private static final int THREADS = 8;

  private final CaRooms rooms;

  Doors(CaRooms rooms) {
    this.rooms = rooms;
  }

  /** Opens on 127.0.0.1 and gives the port that was free. */
  int open() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(CMP, guarded(this::cmp));
      server.createContext(REGISTRAR, guarded(this::registrar));
      server.createContext(
          "/ocsp",
          guarded(exchange -> send(exchange, rooms.status().ocsp().respond(of(exchange)))));
      server.createContext(
          "/pki/",
          guarded(exchange -> send(exchange, rooms.status().downloads().respond(of(exchange)))));
      server.setExecutor(Executors.newFixedThreadPool(THREADS));
      server.start();
      return server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException("the light core cannot listen", e);
    }
  }

  private void cmp(HttpExchange exchange) throws IOException {
    CmpHttpResponse answer =
        rooms
            .issuing()
            .registrar()
            .cmp()
            .respond(
                new CmpHttpRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath().substring(CMP.length()),
                    header(exchange, "Content-Type"),
                    exchange.getRequestBody(),
                    Optional.of(ClientAddress.of(exchange.getRemoteAddress().getAddress()))));
    send(exchange, answer.status(), Map.of("Content-Type", answer.contentType()), answer.body());
  }

  private void registrar(HttpExchange exchange) throws IOException {
    RegistrarHttpResponse answer =
        rooms
            .issuing()
            .registrar()
            .registrarEndpoint()
            .respond(
                new RegistrarHttpRequest(
                    true,
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath().substring(REGISTRAR.length()),
                    header(exchange, "Authorization"),
                    exchange.getRequestBody()));
    send(
        exchange,
        answer.status(),
        Map.of("Content-Type", answer.contentType()),
        answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static WebRequest of(HttpExchange exchange) {
    return new WebRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        name -> header(exchange, name),
        exchange.getRequestBody());
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static void send(HttpExchange exchange, WebAnswer answer) throws IOException {
    send(exchange, answer.status(), answer.headers(), answer.body());
  }

  private static void send(
      HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** The JDK's server drops a connection in silence when a handler throws. */
  private static HttpHandler guarded(HttpHandler door) {
    return exchange -> {
      try (exchange) {
        door.handle(exchange);
      } catch (IOException | RuntimeException fault) {
        LOG.error("{} was not answered", exchange.getRequestURI(), fault);
        throw fault;
      }
    };
  }
}
