package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Debian's nginx with the repository's own nginx.conf; only ports and paths of files differ. */
final class ReverseProxy implements AutoCloseable {

  private static final long LIMIT_SECONDS = 20;

  private final Process nginx;
  private final int port;

  private ReverseProxy(Process nginx, int port) {
    this.nginx = nginx;
    this.port = port;
  }

  /** Starts before a server on this machine and waits until it listens. */
  static ReverseProxy before(int server, Path folder) {
    Path home = Path.of(System.getProperty("vouchseal.home", "../.."));
    try {
      int port = freePort();
      String original = Files.readString(home.resolve("docker/proxy/nginx.conf"));
      String changed = replaced(original, "listen 80;", "listen 127.0.0.1:" + port + ";");
      changed = replaced(changed, "server 127.0.0.1:8080;", "server 127.0.0.1:" + server + ";");
      changed = replaced(changed, "/tmp/", folder + "/");
      changed = replaced(changed, "/dev/stdout", folder + "/access.log");
      changed = replaced(changed, "/dev/stderr", folder + "/error.log");
      Path configuration = Files.writeString(folder.resolve("nginx.conf"), changed);
      Process nginx =
          new ProcessBuilder(
                  "nginx",
                  "-p",
                  folder.toString(),
                  "-c",
                  configuration.toString(),
                  "-e",
                  "stderr",
                  "-g",
                  "daemon off;")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nginx.out").toFile())
              .start();
      ReverseProxy proxy = new ReverseProxy(nginx, port);
      proxy.awaitListening(folder);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    nginx.destroy();
    try {
      if (!nginx.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        nginx.descendants().forEach(ProcessHandle::destroyForcibly);
        nginx.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitListening(Path folder) throws IOException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!RawHttp.isListening(port)) {
      if (!nginx.isAlive() || System.nanoTime() > limit) {
        close();
        throw new AssertionError(
            "nginx did not start:\n" + Files.readString(folder.resolve("nginx.out")));
      }
      Thread.onSpinWait();
    }
  }

  private static String replaced(String text, String old, String other) {
    assertThat(text).as("nginx.conf").contains(old);
    return text.replace(old, other);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
