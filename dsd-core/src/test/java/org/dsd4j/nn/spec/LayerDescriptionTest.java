package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LayerDescriptionTest {
  /** A layer of a user's. */
  public static final class Scale implements Layer {
    private final double factor;

    public Scale(double factor) {
      this.factor = factor;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Pass pass) {}

    @Override
    public void backward(BackwardPass pass) {}

    @Override
    public Optional<LayerDescription> description() {
      return Optional.of(LayerDescription.of(this).with("factor", factor));
    }

    public static Scale from(LayerDescription description) {
      return new Scale(description.number("factor"));
    }
  }

  /** A layer whose class was not to be initialized. */
  public static final class Trap implements Layer {
    static {
      sprung = true;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Pass pass) {}

    @Override
    public void backward(BackwardPass pass) {}
  }

  private static boolean sprung;

  private static final String SCALE = Scale.class.getName();

  private static LayerDescription described(String kind, Object... settings) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put((String) settings[i], settings[i + 1]);
    }
    return new LayerDescription(kind, map);
  }

  private static ThrowingCallable making(LayerDescription description) {
    return () -> LayerKinds.library().make(description);
  }

  @Test
  void saysKindAndSettings() {
    assertThat(new Dense(300).withoutBias().initializer(Initializer.normal(0.0003)).description())
        .contains(described("Dense", "units", 300, "bias", false, "initializer", "normal(0.0003)"));
    assertThat(new Dense(2).description().orElseThrow())
        .hasToString("Dense{bias=true, initializer=lecunUniform(), units=2}");
  }

  @Test
  void anInitializerOfOnesOwnIsLeftOut() {
    Dense dense = new Dense(2).initializer((values, shape, random) -> Arrays.fill(values, 7));
    LayerDescription description = dense.description().orElseThrow();
    assertThat(description).isEqualTo(described("Dense", "units", 2, "bias", true));
    assertThat(LayerKinds.library().make(description)).hasToString("Dense(2)");
  }

  @Test
  void settingsArePlainAndFinite() {
    for (Object bad : new Object[] {Double.NaN, new Object(), List.of(new Object()), Map.of()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> described("Dense", "units", bad))
          .withMessageContaining("'units' of Dense");
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoLayerIsRefusedByName() {
    Map<String, LayerDescription> wrong = new HashMap<>();
    wrong.put(
        "setting 'units' of Dense: expected a whole number", described("Dense", "bias", true));
    wrong.put("received many", described("Dense", "units", "many", "bias", true));
    wrong.put("units", described("Dense", "units", 1L << 40, "bias", true));
    wrong.put("at least 1", described("Dense", "units", 0, "bias", true));
    wrong.put("'bias' of Dense: expected true or false", described("Dense", "units", 1, "bias", 1));
    wrong.put("colour", described("Dense", "units", 1, "bias", true, "colour", "red"));
    wrong.put(
        "lecunUniform", described("Dense", "units", 1, "bias", true, "initializer", "luck()"));
    wrong.put("finite", described("Dense", "units", 1, "bias", true, "initializer", "normal(NaN)"));
    wrong.put("received Dens;", described("Dens"));
    wrong.put("received Describe;", described("Describe"));
    wrong.put("received RecurrentLayer;", described("RecurrentLayer"));
    wrong.put("consents to", described("java.lang.Runtime"));
    wrong.put("received conv.Conv2d", described("conv.Conv2d"));
    wrong.put("received ../Dense", described("../Dense"));
    wrong.put(
        "a list of 2 whole numbers", described("AdaptiveAveragePool2d", "size", List.of(1, 2, 3)));
    wrong.put(
        "one of [nearest, bilinear]",
        described("Upsample2d", "factor", 2, "interpolation", "cubic"));
    return wrong.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThatIllegalArgumentException()
                            .isThrownBy(making(each.getValue()))
                            .withMessageContaining(each.getKey())
                            .withMessageContaining("expected")));
  }

  @Test
  void aLayerOfTheCallersIsMadeAfterConsentOnly() {
    LayerDescription description = new Scale(0.5).description().orElseThrow();
    assertThat(description.kind()).isEqualTo(SCALE);
    assertThatIllegalArgumentException()
        .isThrownBy(making(description))
        .withMessageContaining(SCALE)
        .withMessageContaining("LayerKinds.library().with(Scale.class)");
    assertThat(LayerKinds.library().with(Scale.class).make(description).description())
        .contains(description);
    assertThat(
            LayerKinds.library()
                .withNamed(name -> name.startsWith("org.dsd4j.nn.spec."))
                .make(description)
                .description())
        .contains(description);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerKinds.library().withNamed(name -> true).make(described("a.Missing")))
        .withMessageContaining("class path");
  }

  @Test
  void aClassThatIsNoLayerOrHasNoFactoryIsNotRun() {
    LayerKinds all = LayerKinds.library().withNamed(name -> true);
    for (String kind : List.of("java.lang.ProcessBuilder", Trap.class.getName())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> all.make(described(kind)))
          .withMessageContaining(kind);
    }
    assertThat(sprung).isFalse();
  }
}
