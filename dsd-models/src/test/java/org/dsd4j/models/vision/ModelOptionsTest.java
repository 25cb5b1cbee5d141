package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** What may be set of the networks for images; nothing here allocates weights of full size. */
class ModelOptionsTest {
  @Test
  void bodiesEndInAnImage() {
    assertThat(body(new AlexNet().features())).isEqualTo(Shape.of(6, 6, 256));
    assertThat(body(new Vgg(19).features())).isEqualTo(Shape.of(7, 7, 512));
    assertThat(body(ResNet.imageNet(34).features())).isEqualTo(Shape.of(7, 7, 512));
    assertThat(body(ResNet.imageNet(152).features())).isEqualTo(Shape.of(7, 7, 2048));
    assertThat(body(ResNet.cifar(110).features())).isEqualTo(Shape.of(8, 8, 64));
    assertThat(body(GoogLeNet.torchvision().features())).isEqualTo(Shape.of(7, 7, 1024));
    assertThat(body(GoogLeNet.original().features())).isEqualTo(Shape.of(7, 7, 1024));
    assertThat(body(SqueezeNet.version10().features())).isEqualTo(Shape.of(13, 13, 512));
    assertThat(body(SqueezeNet.version11().features())).isEqualTo(Shape.of(13, 13, 512));
  }

  private static Shape body(NetworkBuilder net) {
    return net.shape(net.last());
  }

  @Test
  void bodiesTakeAnotherHead() {
    NetworkBuilder net =
        ResNet.cifar(8)
            .width(0.25)
            .features()
            .add("avgpool", new GlobalAveragePool())
            .add("flatten", new Flatten())
            .add("embedding", new Dense(7));
    try (Network network = net.build(Seed.of(1))) {
      assertThat(network.outputShapes()).containsEntry("embedding", Shape.of(7));
    }
  }

  @Test
  void takeImagesOfOtherSizesAndColours() {
    List<NetworkBuilder> grey =
        List.of(
            new AlexNet().input(80, 96, 1).network(5),
            new Vgg(11).input(32, 48, 1).network(5),
            ResNet.imageNet(50).input(65, 33, 1).network(5),
            ResNet.cifar(20).input(28, 28, 1).network(5),
            GoogLeNet.torchvision().input(96, 80, 1).network(5),
            SqueezeNet.version11().input(64, 48, 1).network(5));
    for (NetworkBuilder net : grey) {
      assertThat(net.shape("input").last()).isEqualTo(1);
      assertThat(body(net)).isEqualTo(Shape.of(5));
    }
    assertThatThrownBy(() -> new AlexNet().input(32, 32, 3).network(10))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("layer 'features.");
  }

  @Test
  void widthMultipliesChannels() {
    assertThat(body(new Vgg(11).width(0.5).features()).last()).isEqualTo(256);
    assertThat(body(ResNet.imageNet(50).width(2).features()).last()).isEqualTo(4096);
    assertThat(body(GoogLeNet.torchvision().width(0.25).features()).last()).isEqualTo(256);
    assertThat(body(SqueezeNet.version10().width(0.001).features()).last()).isEqualTo(2);
    assertThat(new AlexNet().width(0.5).network(10).shape("classifier.1"))
        .isEqualTo(Shape.of(2048));
    assertThatThrownBy(() -> new Vgg(11).width(0)).hasMessageContaining("width");
  }

  @Test
  void dropoutLeavesNamesAsTheyAre() {
    NetworkBuilder without = new Vgg(11).dropout(0).network(10);
    assertThat(new Vgg(11).network(10).shape("classifier.2")).isEqualTo(Shape.of(4096));
    assertThatThrownBy(() -> without.shape("classifier.2")).hasMessageContaining("classifier.3");
    assertThat(without.last()).isEqualTo("classifier.6");
    assertThatThrownBy(() -> new AlexNet().dropout(1)).hasMessageContaining("dropout rate");
    assertThatThrownBy(() -> GoogLeNet.original().auxiliaryDropout(-0.1))
        .hasMessageContaining("dropout rate");
  }

  @Test
  void depthsAreThoseOfThePapers() {
    assertThatThrownBy(() -> new Vgg(12))
        .hasMessageContaining("depth: expected one of [11, 13, 16, 19]")
        .hasMessageContaining("received 12");
    assertThatThrownBy(() -> ResNet.imageNet(20))
        .hasMessageContaining("depth: expected one of [18, 34, 50, 101, 152]")
        .hasMessageContaining("received 20");
  }

  /** Counts that others report: of Caffe's model, and of torchvision's with batch norm. */
  @Test
  void otherNetworksHaveTheirKnownParameterCounts() {
    assertThat(GoogLeNet.googlenetOriginal(1000).parameterCount()).isEqualTo(13_378_280);
    assertThat(GoogLeNet.original().withoutAuxiliaries().network(1000).parameterCount())
        .isEqualTo(6_998_552);
    assertThat(GoogLeNet.torchvision().withoutAuxiliaries().network(1000).parameterCount())
        .isEqualTo(6_624_904);
    assertThat(new Vgg(11).batchNorm().network(1000).parameterCount()).isEqualTo(132_868_840);
    assertThat(new Vgg(13).batchNorm().network(1000).parameterCount()).isEqualTo(133_053_736);
    assertThat(new Vgg(19).batchNorm().network(1000).parameterCount()).isEqualTo(143_678_248);
    assertThat(ResNet.cifar110(10).parameterCount()).isEqualTo(1_730_714);
  }
}
