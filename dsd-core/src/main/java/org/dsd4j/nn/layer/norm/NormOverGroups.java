package org.dsd4j.nn.layer.norm;

import java.util.List;
import org.dsd4j.kernel.Layout;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.Norms;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * Normalises each group of channels of each image by itself: with channels first, a group is a row,
 * and this is a layer norm. Then it applies a scale and a shift to each channel, as a batch norm
 * with mean 0 and variance 1.
 *
 * @param epsilon is added to the variance
 */
record NormOverGroups(double epsilon) {
  private static final String GROUPED = "grouped";
  private static final String GROUPED_RESULT = "grouped_result";
  private static final String GROUPED_GRADIENT = "grouped_gradient";
  private static final String NORMALIZED = "normalized";

  static void check(Shape picture, int groups) {
    if (picture.elements() == groups) {
      throw new ShapeException(
          "input",
          "several values in each of " + groups + " groups",
          picture + ", one in each, which has no variance",
          "normalise larger pictures, or fewer groups by GroupNorm");
    }
  }

  static List<ParameterSpec> parameters(Shape picture) {
    Shape channels = Shape.of(picture.last());
    return List.of(
        new ParameterSpec("weight", channels, Role.NORM_SCALE, Initializer.constant(1)),
        new ParameterSpec("bias", channels, Role.NORM_SHIFT, Initializer.constant(0)));
  }

  static List<SavedSpec> saved(Shape pictures, int groups) {
    int rows = Math.multiplyExact(pictures.extent(0), groups);
    int size = Math.toIntExact(pictures.elements() / rows);
    Shape grouped = Shape.of(rows, size);
    Shape channels = Shape.of(pictures.last());
    return List.of(
        SavedSpec.statistic("mean", Shape.of(rows)),
        SavedSpec.statistic("variance", Shape.of(rows)),
        SavedSpec.statistic("ones", Shape.of(size)),
        SavedSpec.statistic("zeros", Shape.of(size)),
        SavedSpec.statistic("one", channels),
        SavedSpec.statistic("zero", channels),
        new SavedSpec(GROUPED, grouped),
        new SavedSpec(GROUPED_RESULT, grouped),
        new SavedSpec(GROUPED_GRADIENT, grouped),
        new SavedSpec(NORMALIZED, pictures));
  }

  void forward(Pass pass) {
    Memory memory = pass.kernels().memory();
    memory.fill(pass.saved("ones"), 1);
    memory.fill(pass.saved("zeros"), 0);
    memory.fill(pass.saved("one"), 1);
    memory.fill(pass.saved("zero"), 0);
    Layout layout = pass.kernels().layout();
    Norms norms = pass.kernels().norms();
    layout.channelsFirst(pass.input(), pass.saved(GROUPED));
    norms.layerNorm(rows(pass), pass.saved(GROUPED_RESULT));
    layout.channelsLast(pass.saved(GROUPED_RESULT), pass.saved(NORMALIZED));
    norms.batchNormInference(Lengths.whole(), channels(pass), false, pass.output());
  }

  void backward(BackwardPass pass) {
    Layout layout = pass.kernels().layout();
    Norms norms = pass.kernels().norms();
    Tensor gradX = pass.inputGradient();
    NormGradients gradients =
        new NormGradients(gradX, pass.parameterGradient("weight"), pass.parameterGradient("bias"));
    if (gradX == null && gradients.scale() == null && gradients.shift() == null) {
      return;
    }
    norms.batchNormInferenceBackward(
        Lengths.whole(), channels(pass), pass.outputGradient(), gradients);
    if (gradX != null) {
      layout.channelsFirst(gradX, pass.saved(GROUPED_RESULT));
      NormGradients ofRows = new NormGradients(pass.saved(GROUPED_GRADIENT), null, null);
      norms.layerNormBackward(rows(pass), pass.saved(GROUPED_RESULT), ofRows);
      layout.channelsLast(pass.saved(GROUPED_GRADIENT), gradX);
    }
  }

  private NormOperands rows(Pass pass) {
    return new NormOperands(
        pass.saved(GROUPED),
        pass.saved("ones"),
        pass.saved("zeros"),
        pass.saved("mean"),
        pass.saved("variance"),
        epsilon);
  }

  private static NormOperands channels(Pass pass) {
    return new NormOperands(
        pass.saved(NORMALIZED),
        pass.parameter("weight"),
        pass.parameter("bias"),
        pass.saved("zero"),
        pass.saved("one"),
        0);
  }
}
