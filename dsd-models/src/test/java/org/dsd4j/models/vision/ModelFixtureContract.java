package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What torchvision's networks compute, ours do: every fixture of a model. Kernels bring themselves.
 */
public abstract class ModelFixtureContract {
  private static final HashedValues VALUES = new HashedValues(Fixtures.index().get("seed").asInt());

  private interface Model {
    NetworkBuilder build(int height, int width, int channels, int classes);
  }

  /** By torchvision's name; all without dropout. */
  private static final Map<String, Model> MODELS =
      Map.of(
          "resnet18", (h, w, c, n) -> ResNet.imageNet(18).input(h, w, c).network(n),
          "resnet34", (h, w, c, n) -> ResNet.imageNet(34).input(h, w, c).network(n),
          "resnet50", (h, w, c, n) -> ResNet.imageNet(50).input(h, w, c).network(n),
          "vgg11", (h, w, c, n) -> new Vgg(11).input(h, w, c).dropout(0).network(n),
          "vgg16", (h, w, c, n) -> new Vgg(16).input(h, w, c).dropout(0).network(n),
          "vgg16_bn", (h, w, c, n) -> new Vgg(16).batchNorm().input(h, w, c).dropout(0).network(n),
          "alexnet", (h, w, c, n) -> new AlexNet().input(h, w, c).dropout(0).network(n),
          "squeezenet1_0",
              (h, w, c, n) -> SqueezeNet.version10().input(h, w, c).dropout(0).network(n),
          "squeezenet1_1",
              (h, w, c, n) -> SqueezeNet.version11().input(h, w, c).dropout(0).network(n),
          "googlenet",
              (h, w, c, n) ->
                  GoogLeNet.torchvision().input(h, w, c).dropout(0).auxiliaryDropout(0).network(n));

  /** New kernels; their network closes them. */
  protected abstract Kernels open();

  @TestFactory
  Stream<DynamicTest> models() {
    return Fixtures.starting("model_").stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> check(file)));
  }

  private void check(SafeTensorsFile file) {
    ModelFixture fixture = new ModelFixture(file, VALUES);
    Shape images = fixture.input();
    Model model = MODELS.get(fixture.model());
    assertThat(model).as("builder of %s", fixture.model()).isNotNull();
    NetworkBuilder builder =
        model.build(images.extent(1), images.extent(2), images.extent(3), fixture.classes());
    try (Network network = builder.kernels(open()).build(Seed.of(1))) {
      fixture.checkParameters(network);
      fixture.checkComputation(network);
    }
  }

  @Test
  void everyModelHasAFixture() {
    List<String> names =
        Fixtures.starting("model_").stream()
            .map(f -> f.name().substring("model_".length()))
            .toList();
    assertThat(names).containsAll(MODELS.keySet());
  }
}
