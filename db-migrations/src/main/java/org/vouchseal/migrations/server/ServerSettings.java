package org.vouchseal.migrations.server;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a server keeps its files and how it behaves.
 *
 * @param data the data folder, absolute; made when absent
 * @param temporary for the server's temporary files, absolute; made when absent
 * @param log its output is added to this file
 * @param port on 127.0.0.1
 * @param syncAtCommit whether a commit is on the disk when it returns; when false it is with the
 *     operating system, which survives a kill of the server but no power failure: tests only
 * @param bufferMegabytes size of the page buffer; the log that a crash is mended from has a quarter
 *     of that
 */
public record ServerSettings(
    Path data, Path temporary, Path log, int port, boolean syncAtCommit, int bufferMegabytes) {

  public ServerSettings {
    if (!data.isAbsolute() || !temporary.isAbsolute()) {
      throw new IllegalArgumentException("data and temporary folder must be absolute: " + data);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port is " + port + ", not within 1 to 65535");
    }
  }

  List<String> arguments() {
    return List.of(
        "--datadir=" + data,
        "--tmpdir=" + temporary,
        // relative to the data folder: a long path would not fit into a socket address
        "--socket=mariadb.sock",
        "--pid-file=mariadb.pid",
        "--user=" + System.getProperty("user.name"),
        "--bind-address=127.0.0.1",
        "--port=" + port,
        "--skip-name-resolve",
        // or each start makes an RSA-4096 key for TLS, up to ten seconds; loopback needs none
        "--skip-ssl",
        "--local-infile=0",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_bin",
        "--default-time-zone=+00:00",
        "--max-allowed-packet=64M",
        "--max-connections=300",
        "--innodb-buffer-pool-size=" + bufferMegabytes + "M",
        // a request waits five seconds for a room at most; the default here is fifty
        "--innodb-lock-wait-timeout=5",
        // a node that stopped within a transaction would keep its locks for as long as it lives
        "--idle-transaction-timeout=60",
        "--innodb-log-file-size=" + Math.max(16, bufferMegabytes / 4) + "M",
        "--innodb-flush-log-at-trx-commit=" + (syncAtCommit ? 1 : 2),
        "--aria-pagecache-buffer-size=8M",
        "--key-buffer-size=1M");
  }
}
