package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.testing.Fixtures;
import org.junit.jupiter.api.Test;

/** Our networks for ImageNet have as many parameters as torchvision's. */
class ParameterCountFixtureTest {
  private static final Map<String, IntFunction<NetworkBuilder>> MODELS =
      Map.ofEntries(
          Map.entry("resnet18", ResNet::resnet18),
          Map.entry("resnet34", ResNet::resnet34),
          Map.entry("resnet50", ResNet::resnet50),
          Map.entry("resnet101", ResNet::resnet101),
          Map.entry("resnet152", ResNet::resnet152),
          Map.entry("vgg11", Vgg::vgg11),
          Map.entry("vgg13", Vgg::vgg13),
          Map.entry("vgg16", Vgg::vgg16),
          Map.entry("vgg19", Vgg::vgg19),
          Map.entry("vgg16_bn", new Vgg(16).batchNorm()::network),
          Map.entry("googlenet", GoogLeNet::googlenet),
          Map.entry("alexnet", AlexNet::alexnet),
          Map.entry("squeezenet1_0", SqueezeNet::squeezenet10),
          Map.entry("squeezenet1_1", SqueezeNet::squeezenet11));

  @Test
  void equalTorchvisions() {
    Map<String, Long> expected = new TreeMap<>();
    Fixtures.index()
        .get("parameter_counts_imagenet")
        .properties()
        .forEach(entry -> expected.put(entry.getKey(), entry.getValue().asLong()));
    Map<String, Long> ours = new TreeMap<>();
    MODELS.forEach((name, model) -> ours.put(name, model.apply(1000).parameterCount()));
    assertThat(ours).isEqualTo(expected);
  }
}
