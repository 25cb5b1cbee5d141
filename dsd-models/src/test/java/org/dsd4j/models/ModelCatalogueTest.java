package org.dsd4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.models.caption.NeuralTalk;
import org.dsd4j.models.caption.PictureEncoder;
import org.dsd4j.models.vision.GoogLeNet;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Fixtures;
import org.junit.jupiter.api.Test;

class ModelCatalogueTest {
  private static final int RANK_OF_IMAGES = 3;
  private static final int CLASSES = 7;

  private final ModelCatalogue catalogue = ModelCatalogue.load();

  /** The public classes of the library's networks that build any. */
  private static List<Class<?>> builders() throws IOException, URISyntaxException {
    Path root =
        Path.of(ModelCatalogue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root.resolve("org/dsd4j/models"))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.contains("$") && !name.endsWith("-info.class"))
          .<Class<?>>map(name -> load(name.replace('\\', '/')))
          .filter(type -> Modifier.isPublic(type.getModifiers()) && type != NamedModel.class)
          .filter(type -> shortForms(type).findAny().isPresent() || hasNetwork(type))
          .toList();
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.replace(".class", "").replace('/', '.'));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Method> shortForms(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == NetworkBuilder.class);
  }

  private static boolean hasNetwork(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .anyMatch(method -> method.getReturnType() == NetworkBuilder.class);
  }

  @Test
  void everyClassThatBuildsNetworksHasAFamily() throws Exception {
    List<Class<?>> families =
        ServiceLoader.load(ModelFamily.class).stream()
            .<Class<?>>map(provider -> provider.type().getEnclosingClass())
            .toList();
    List<Class<?>> named = new ArrayList<>(builders());
    // Their inputs and outputs are more than a shape and a number of classes tell.
    named.removeAll(List.of(NeuralTalk.class, PictureEncoder.class));
    assertThat(named).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(families);
  }

  @Test
  void everyShortFormIsListed() throws Exception {
    List<String> listed =
        catalogue.models().stream().map(model -> model.network(CLASSES).summary()).toList();
    assertThat(listed).doesNotHaveDuplicates();
    for (Class<?> type : builders()) {
      for (Method method : shortForms(type).toList()) {
        NetworkBuilder network = (NetworkBuilder) method.invoke(null, CLASSES);
        assertThat(listed).as(method.toString()).contains(network.summary());
      }
    }
  }

  @Test
  void hasTorchvisionsNamesAndParameterCounts() {
    Map<String, Long> expected = new TreeMap<>();
    Fixtures.index()
        .get("parameter_counts_imagenet")
        .properties()
        .forEach(entry -> expected.put(entry.getKey(), entry.getValue().asLong()));
    assertThat(expected).hasSizeGreaterThan(10);
    expected.forEach(
        (name, count) ->
            assertThat(catalogue.get(name).network(1000).parameterCount())
                .as(name)
                .isEqualTo(count));
  }

  /** In 10⁹, as torchvision's documentation lists them, without auxiliary heads. */
  @Test
  void hasTheArithmeticThatTorchvisionReports() {
    Map<String, Double> reported =
        Map.ofEntries(
            Map.entry("alexnet", 0.71),
            Map.entry("googlenet", 1.50),
            Map.entry("resnet18", 1.81),
            Map.entry("resnet34", 3.66),
            Map.entry("resnet50", 4.09),
            Map.entry("resnet101", 7.80),
            Map.entry("resnet152", 11.51),
            Map.entry("squeezenet1_0", 0.82),
            Map.entry("squeezenet1_1", 0.35),
            Map.entry("vgg11", 7.61),
            Map.entry("vgg13_bn", 11.31),
            Map.entry("vgg16", 15.47),
            Map.entry("vgg19", 19.63));
    reported.forEach(
        (name, giga) -> {
          NetworkBuilder network = catalogue.get(name).network(1000);
          double ours = network.cutBehind(network.last()).multiplyAdds() / 1e9;
          assertThat(ours).as(name).isCloseTo(giga, within(0.006));
        });
  }

  @Test
  void buildsForOtherImagesAndClasses() {
    for (NamedModel model : catalogue.models()) {
      assertThat(model.source()).matches("\\p{L}.* \\d{4}");
      assertThat(model.network(CLASSES).shape("input")).isEqualTo(model.input());
      if (model.input().rank() != RANK_OF_IMAGES) {
        continue;
      }
      Shape larger =
          Shape.of(
              model.input().extent(0) + 32, model.input().extent(1) + 64, model.input().last());
      NetworkBuilder network = model.network(larger, CLASSES);
      assertThat(network.shape("input")).as(model.name()).isEqualTo(larger);
      assertThat(network.shape(network.last())).as(model.name()).isEqualTo(Shape.of(CLASSES));
    }
    assertThat(catalogue.get("resnet20").classes()).isEqualTo(10);
  }

  @Test
  void knowsWhatPublishedWeightsExpectOfPictures() {
    Normalization usual = ImageNet.normalization();
    Normalization ofGoogLeNet = GoogLeNet.pretrainedNormalization();
    assertThat(catalogue.get("resnet50").pretrainedNormalization()).contains(usual);
    assertThat(catalogue.get("googlenet").pretrainedNormalization()).contains(ofGoogLeNet);
    assertThat(catalogue.get("resnet20").pretrainedNormalization()).isEmpty();
    // Torchvision's transform_input: x * (deviation / 0.5) + (mean - 0.5) / 0.5
    float[] colours = {0, 0.3f, 1};
    float[] theirs = normalized(usual, colours);
    for (int c = 0; c < theirs.length; c++) {
      theirs[c] =
          theirs[c] * usual.deviations().get(c) / 0.5f + (usual.means().get(c) - 0.5f) / 0.5f;
    }
    assertThat(normalized(ofGoogLeNet, colours)).containsExactly(theirs, within(1e-6f));
  }

  private static float[] normalized(Normalization normalization, float[] colours) {
    Sample pixel = new Sample(new Values(Shape.of(1, 1, 3), colours.clone()), Values.label(0));
    return normalization.transform().apply(pixel, Seed.of(0).stream()).features().array();
  }

  @Test
  void tellsWhatIsNotThereOrThereTwice() {
    assertThatThrownBy(() -> catalogue.get("resnet21"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("model: expected one of [")
        .hasMessageEndingWith("received resnet21; check the spelling");
    List<NamedModel> one = List.of(catalogue.get("lenet5"));
    assertThatThrownBy(() -> ModelCatalogue.of(List.of(() -> one, () -> one)))
        .hasMessageContaining("a name that no other has, received lenet5");
    assertThat(catalogue.names())
        .isEqualTo(catalogue.models().stream().map(NamedModel::name).collect(Collectors.toList()));
  }
}
