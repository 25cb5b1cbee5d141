package org.dsd4j.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.dsd4j.data.Values;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A server that classifies pictures of 28×28 bytes. Arguments: file of {@link Images}, port. */
public final class Serving {
  public static void main(String[] args) throws IOException {
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8080;
    try (ModelArchive archive = ModelArchive.open(Path.of(args[0]));
        Network network = ModelCatalogue.load().build(archive)) {
      ModelDescription description = archive.description();
      InetAddress here = InetAddress.getLoopbackAddress();
      HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
      // One thread answers all requests, as a network is for one thread at a time.
      server.createContext("/predict", exchange -> answer(exchange, network, description));
      server.start();
      System.out.println("http://localhost:" + server.getAddress().getPort() + "/predict");
      System.in.read(); // until Enter
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, Network network, ModelDescription model)
      throws IOException {
    try (exchange) {
      byte[] bytes = exchange.getRequestBody().readNBytes(28 * 28 + 1);
      boolean fits = bytes.length == 28 * 28;
      String text = fits ? name(bytes, network, model) : "send 28 * 28 bytes, one for each pixel";
      byte[] answer = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(fits ? 200 : 400, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String name(byte[] bytes, Network network, ModelDescription model) {
    float[] pixels = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i] = (bytes[i] & 0xff) / 255f;
    }
    Values grey = new Values(Shape.of(28, 28, 1), pixels);
    Values picture = model.normalization().orElseThrow().apply(grey);
    INDArray logits = network.predict(Nd4j.createFromArray(picture.array()).reshape(1, 28, 28, 1));
    return model.classNames().get(logits.argMax(1).getInt(0));
  }
}
