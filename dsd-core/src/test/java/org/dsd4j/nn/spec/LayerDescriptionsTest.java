package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.support.ReflectionSupport;

/** Each layer that has a contract test is made again from its description. */
class LayerDescriptionsTest {
  @TestFactory
  Stream<DynamicNode> layersAreMadeAgain() throws URISyntaxException {
    URI root = getClass().getProtectionDomain().getCodeSource().getLocation().toURI();
    return ReflectionSupport.findAllClassesInClasspathRoot(
            root,
            type ->
                LayerContract.class.isAssignableFrom(type)
                    && !Modifier.isAbstract(type.getModifiers()),
            name -> true)
        .stream()
        .sorted(Comparator.comparing(Class::getName))
        .map(type -> (LayerContract) ReflectionSupport.newInstance(type))
        .flatMap(test -> test.cases().stream().map(c -> again(test, c)));
  }

  private static DynamicNode again(LayerContract test, LayerContract.Case c) {
    return DynamicTest.dynamicTest(
        test.getClass().getSimpleName() + ": " + c, () -> check(test, c));
  }

  private static void check(LayerContract test, LayerContract.Case c) {
    LayerDescription description = c.layer().description().orElseThrow();
    Class<? extends Layer> type = c.layer().getClass();
    boolean own = !type.isMemberClass();
    assertThat(description.kind()).isEqualTo(own ? type.getSimpleName() : type.getName());
    LayerKinds kinds = own ? LayerKinds.library() : LayerKinds.library().with(type);
    Layer made = kinds.make(description);
    assertThat(made).isNotSameAs(c.layer()).hasSameClassAs(c.layer()).hasToString(c.layer() + "");
    assertThat(made.description()).contains(description);
    assertThat(made.outputShape(c.inputs())).isEqualTo(c.output());
    checkParameters(made.parameters(c.inputs()), c.layer().parameters(c.inputs()));
    for (Mode mode : Mode.values()) {
      assertThat(outputs(test, c, made, mode)).isEqualTo(outputs(test, c, c.layer(), mode));
    }
  }

  private static void checkParameters(List<ParameterSpec> made, List<ParameterSpec> given) {
    assertThat(made)
        .extracting(
            ParameterSpec::name,
            ParameterSpec::shape,
            ParameterSpec::role,
            ParameterSpec::outputAxis)
        .isEqualTo(
            given.stream()
                .map(
                    s ->
                        new org.assertj.core.groups.Tuple(
                            s.name(), s.shape(), s.role(), s.outputAxis()))
                .toList());
    for (int i = 0; i < made.size(); i++) {
      assertThat(start(made.get(i))).isEqualTo(start(given.get(i)));
    }
  }

  private static float[] start(ParameterSpec spec) {
    float[] values = new float[Math.toIntExact(spec.shape().elements())];
    spec.initializer().forOutputsAlong(spec.outputAxis()).fill(values, spec.shape(), new Random(5));
    return values;
  }

  private static float[] outputs(LayerContract test, LayerContract.Case c, Layer layer, Mode mode) {
    LayerContract.Case same = new LayerContract.Case(layer, c.inputs(), c.output());
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness = test.harness(kernels, ElementType.FLOAT32, same, 2)) {
      return harness.mode(mode).seed(3).forward().output().toFloats();
    }
  }
}
