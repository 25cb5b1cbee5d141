package org.dsd4j.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The six programs, run short: what they print is better than chance. */
class QuickstartTest {
  private static final PrintStream OUT = System.out;
  private static final InputStream IN = System.in;

  @TempDir static Path folder;

  private static final List<String> NAMES =
      FashionMnist.testResources(QuickstartTest.class, "/org/dsd4j/examples/vision/fashion-mnist")
          .classNames();

  private static Path lenet5;
  private static String imagesPrinted;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeAll
  static void trainImages() {
    lenet5 = folder.resolve("lenet5.safetensors");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    Images.main(new String[] {lenet5.toString(), "1", "3000"});
    System.setOut(OUT);
    imagesPrinted = printed.toString(UTF_8);
  }

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(OUT);
    System.setIn(IN);
  }

  /** The number behind a word at the beginning of a line. */
  private static double number(String word, String text) {
    String line =
        text.lines().filter(each -> each.startsWith(word + " ")).findFirst().orElseThrow();
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  @Test
  void tabular() {
    Tabular.main(new String[] {"5"});
    assertThat(number("accuracy", printed.toString(UTF_8))).isBetween(0.85, 1.0);
  }

  @Test
  void images() {
    assertThat(imagesPrinted).contains("re-dense", "control for re-dense");
    String comparison = "accuracy (0\\.\\d+), control (0\\.\\d+): (better|worse|no difference).*";
    Matcher scores =
        Pattern.compile(comparison)
            .matcher(imagesPrinted.strip().lines().reduce((first, second) -> second).orElseThrow());
    assertThat(scores.matches()).as(imagesPrinted).isTrue();
    assertThat(Double.parseDouble(scores.group(1))).isBetween(0.6, 1.0);
    assertThat(Double.parseDouble(scores.group(2))).isBetween(0.6, 1.0);
  }

  @Test
  void fineTuning() {
    FineTuning.main(new String[] {lenet5.toString(), "5"});
    // Seven of ten are no shoes.
    assertThat(number("accuracy", printed.toString(UTF_8))).isBetween(0.85, 1.0);
  }

  @Test
  void sequence() {
    Sequence.main(new String[] {"3000", "2"});
    String text = printed.toString(UTF_8);
    // Letters by how often they stand in the text alone have more than 20.
    assertThat(number("perplexity", text)).isBetween(1.0, 17.0);
    assertThat(text).contains("\nThe");
  }

  @Test
  void customLayer() {
    CustomLayer.main(new String[] {"20"});
    assertThat(number("accuracy", printed.toString(UTF_8))).isBetween(0.8, 1.0);
  }

  @Test
  void serving() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    System.setIn(new PipedInputStream(keyboard));
    try (PipedInputStream screen = new PipedInputStream();
        Scanner lines = new Scanner(screen, UTF_8)) {
      System.setOut(new PrintStream(new PipedOutputStream(screen), true, UTF_8));
      FutureTask<Boolean> program =
          new FutureTask<>(
              () -> {
                try (PrintStream out = System.out) {
                  Serving.main(new String[] {lenet5.toString(), "0"});
                  return !out.checkError();
                }
              });
      new Thread(program, "serving").start();
      if (!lines.hasNextLine()) {
        program.get(1, TimeUnit.MINUTES);
      }
      URI address = URI.create(lines.nextLine());
      byte[] pictures = resource("t10k-images-idx3-ubyte.gz");
      byte[] labels = resource("t10k-labels-idx1-ubyte.gz");
      int right = 0;
      for (int i = 0; i < 50; i++) {
        byte[] picture = Arrays.copyOfRange(pictures, 16 + 784 * i, 16 + 784 * (i + 1));
        HttpResponse<String> answer = post(address, picture);
        assertThat(answer.statusCode()).isEqualTo(200);
        right += answer.body().equals(NAMES.get(labels[8 + i])) ? 1 : 0;
      }
      assertThat(right).isGreaterThan(25);
      assertThat(post(address, new byte[10]).statusCode()).isEqualTo(400);
      assertThat(post(address, new byte[1000]).body()).contains("send 28 * 28 bytes");
      keyboard.write('\n');
      keyboard.flush();
      assertThat(program.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static HttpResponse<String> post(URI address, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static byte[] resource(String name) throws IOException {
    InputStream stream =
        QuickstartTest.class.getResourceAsStream(
            "/org/dsd4j/examples/vision/fashion-mnist/" + name);
    try (GZIPInputStream in = new GZIPInputStream(Objects.requireNonNull(stream))) {
      return in.readAllBytes();
    }
  }

  @Test
  void programsAreShort() throws IOException {
    Path sources = Path.of("src/main/java/org/dsd4j/examples/quickstart");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(60);
      }
    }
  }
}
