package org.vouchseal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Payara Micro with nothing but {@link Floor}. */
final class FloorServer implements AutoCloseable {

  private final Process process;
  final int port;

  FloorServer(Path payara, Path folder, List<String> javaOptions) {
    try {
      Files.createDirectories(folder);
      Path war = war(folder.resolve("floor.war"));
      this.port = freePort();
      Path boot =
          Files.writeString(
              folder.resolve("floor.boot"),
              "set configs.config.server-config.network-config.network-listeners.network-listener"
                  + ".http-listener.address=127.0.0.1\n"
                  + "set configs.config.server-config.hazelcast-config-specific-configuration"
                  + ".enabled=false\n");
      List<String> command = new ArrayList<>(List.of("java"));
      command.addAll(javaOptions);
      command.addAll(
          List.of(
              "-Djava.io.tmpdir=" + folder,
              "-jar",
              payara.toString(),
              "--nocluster",
              "--port",
              Integer.toString(port),
              "--rootdir",
              Files.createTempDirectory(folder, "payara-").toString(),
              "--prebootcommandfile",
              boot.toString(),
              "--contextroot",
              "/",
              "--deploy",
              war.toString()));
      this.process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("floor.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the floor cannot be started", e);
    }
    awaitAnswer();
  }

  byte[] head() {
    return HttpConnection.head("/floor", "application/octet-stream");
  }

  private void awaitAnswer() {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (true) {
      try (HttpConnection connection = new HttpConnection(port)) {
        byte[] unused = connection.post(head(), new byte[124]);
        return;
      } catch (IOException | RuntimeException notYet) {
        if (System.nanoTime() > limit || !process.isAlive()) {
          close();
          throw new IllegalStateException("the floor does not answer", notYet);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path war(Path file) throws IOException {
    String entry = Floor.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out);
        InputStream in = Floor.class.getClassLoader().getResourceAsStream(entry)) {
      if (in == null) {
        throw new IOException("the class of the floor is missing");
      }
      zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + entry));
      zip.write(in.readAllBytes());
      zip.closeEntry();
    }
    return file;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
