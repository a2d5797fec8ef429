package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as the real server gives them out: unless known, and in pieces (RFC 9110 §13, §14). */
@Tag("stack")
class ListDownloadTest {

  private final Stack stack = Stack.running();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @ParameterizedTest
  @ValueSource(strings = {"root", "trust"})
  void list_comesWholeOrInPieces(String name) throws Exception {
    HttpResponse<byte[]> whole = get(name);
    byte[] list = whole.body();
    String etag = whole.headers().firstValue("ETag").orElseThrow();
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(list.length);
    assertThat(whole.headers().firstValue("Accept-Ranges")).contains("bytes");

    HttpResponse<byte[]> known = get(name, "If-None-Match", etag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.headers().firstValue("ETag")).contains(etag);
    assertThat(known.headers().firstValue("Content-Length")).isEmpty();
    HttpResponse<byte[]> piece = get(name, "Range", "bytes=10-19", "If-Range", etag);
    assertThat(piece.statusCode()).isEqualTo(206);
    assertThat(piece.headers().firstValue("Content-Range")).contains("bytes 10-19/" + list.length);
    assertThat(piece.body()).isEqualTo(Arrays.copyOfRange(list, 10, 20));
    assertThat(get(name, "Range", "bytes=1000000-").statusCode()).isEqualTo(416);
    assertThat(get(name, "Range", "bytes=0-1,4-5").body()).isEqualTo(list);
  }

  private HttpResponse<byte[]> get(String name, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.publicUrl() + "/pki/" + name + ".crl"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }
}
