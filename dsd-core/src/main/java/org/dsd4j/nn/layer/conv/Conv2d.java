package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.layer.WeightAndBias;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Fusing;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * A two-dimensional convolution (strictly, a cross-correlation, as usual in deep learning): [H, W,
 * in] to [H′, W′, out] with H′ = ⌊(H + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1.
 *
 * <p>Parameters: {@code weight} [out, in/groups, kH, kW], {@code bias} [out]. Options are set by
 * methods that return a changed copy: {@code new Conv2d(64, 3).stride(2).padding(1).withoutBias()}.
 */
public final class Conv2d implements Layer {
  private final int filters;
  private final Convolution settings;
  private final boolean bias;
  private final Initializer initializer;
  private final @Nullable Initializer biasInitializer;

  /** {@code filters} filters with square windows, stride 1, no padding, with bias. */
  public Conv2d(int filters, int kernel) {
    this(filters, kernel, kernel);
  }

  /** {@code filters} filters with windows of this size, stride 1, no padding, with bias. */
  public Conv2d(int filters, int kernelHeight, int kernelWidth) {
    this(
        filters,
        new Convolution(
            new Extent(kernelHeight, kernelWidth),
            Extent.square(1),
            Extent.square(0),
            Extent.square(1),
            1),
        true,
        Initializer.lecunUniform(),
        null);
  }

  private Conv2d(
      int filters,
      Convolution settings,
      boolean bias,
      Initializer initializer,
      @Nullable Initializer biasInitializer) {
    this.filters = Check.positive("filters", filters);
    this.settings = settings;
    this.bias = bias;
    this.initializer = initializer;
    this.biasInitializer = biasInitializer;
  }

  private Conv2d with(Convolution changed) {
    return new Conv2d(filters, changed, bias, initializer, biasInitializer);
  }

  /** Moves the window by this many pixels. */
  public Conv2d stride(int stride) {
    return stride(stride, stride);
  }

  /** Moves the window by this many pixels. */
  public Conv2d stride(int height, int width) {
    Convolution s = settings;
    Extent stride = new Extent(height, width);
    return with(new Convolution(s.kernel(), stride, s.padding(), s.dilation(), s.groups()));
  }

  /** Adds this many zeros on every side. */
  public Conv2d padding(int padding) {
    return padding(padding, padding);
  }

  /** Adds this many zeros above and below, and left and right. */
  public Conv2d padding(int height, int width) {
    Convolution s = settings;
    Extent padding = new Extent(height, width);
    return with(new Convolution(s.kernel(), s.stride(), padding, s.dilation(), s.groups()));
  }

  /** Spaces the window's elements this far apart; 1 is next to each other. */
  public Conv2d dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /** Spaces the window's elements this far apart; 1 is next to each other. */
  public Conv2d dilation(int height, int width) {
    Convolution s = settings;
    Extent spaced = new Extent(height, width);
    return with(new Convolution(s.kernel(), s.stride(), s.padding(), spaced, s.groups()));
  }

  /** Splits input and output channels into this many groups that do not mix. */
  public Conv2d groups(int groups) {
    Convolution s = settings;
    return with(new Convolution(s.kernel(), s.stride(), s.padding(), s.dilation(), groups));
  }

  /** This layer without bias, as before a batch normalisation. */
  public Conv2d withoutBias() {
    return new Conv2d(filters, settings, false, initializer, null);
  }

  /**
   * This layer with another initializer of the weights; uniform in ±1/√fan-in, as in PyTorch, by
   * default.
   */
  public Conv2d initializer(Initializer initializer) {
    return new Conv2d(filters, settings, bias, initializer, biasInitializer);
  }

  /**
   * This layer with another initializer of the bias; uniform in ±1/√fan-in, as in PyTorch, by
   * default.
   */
  public Conv2d biasInitializer(Initializer initializer) {
    Initializer given = Check.given("initializer", initializer);
    return new Conv2d(filters, settings, true, this.initializer, given);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = Inputs.image(inputs);
    if (image.last() % settings.groups() != 0 || filters % settings.groups() != 0) {
      throw new ShapeException(
          "groups",
          "a divisor of " + image.last() + " input channels and " + filters + " filters",
          settings.groups(),
          "choose groups that divide both");
    }
    return Inputs.sized(
        settings.outputSize(Inputs.extent(image)), filters, image, settings.kernel());
  }

  @Override
  public int outputLength(int inputLength) {
    return settings.outputSize(Extent.square(inputLength)).height();
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    int in = Inputs.image(inputs).last() / settings.groups();
    Shape shape = Shape.of(filters, in, settings.kernel().height(), settings.kernel().width());
    return WeightAndBias.declare(
        new ParameterSpec("weight", shape, Role.CONVOLUTION_WEIGHT, initializer),
        bias,
        filters,
        biasInitializer == null
            ? WeightAndBias.usual(shape.elements() / filters)
            : biasInitializer);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    long window = (long) settings.kernel().height() * settings.kernel().width();
    int channels = Inputs.image(inputs).last() / settings.groups();
    return outputShape(inputs).elements() * channels * window;
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels()
        .products()
        .convolution(
            settings,
            pass.input(),
            pass.parameter("weight"),
            WeightAndBias.epilogue(pass, bias),
            pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    pass.kernels()
        .products()
        .convolutionBackward(
            settings,
            pass.input(),
            pass.parameter("weight"),
            pass.outputGradient(),
            WeightAndBias.gradients(pass, bias));
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Fusing fusing(Activation function, boolean held) {
    return WeightAndBias.fusing(function);
  }

  @Override
  public Optional<LayerDescription> description() {
    LayerDescription description =
        Describe.convolution(LayerDescription.of(this), settings)
            .with("filters", filters)
            .with("bias", bias)
            .with("initializer", initializer);
    return Optional.of(
        biasInitializer == null
            ? description
            : description.with("biasInitializer", biasInitializer));
  }

  /** Makes the described layer. */
  public static Conv2d from(LayerDescription description) {
    Convolution settings = Describe.convolution(description);
    Extent kernel = settings.kernel();
    Conv2d conv =
        new Conv2d(description.integer("filters"), kernel.height(), kernel.width()).with(settings);
    if (description.has("biasInitializer")) {
      conv = conv.biasInitializer(description.initializer("biasInitializer"));
    }
    conv = description.flag("bias") ? conv : conv.withoutBias();
    return conv.initializer(description.initializer("initializer", conv.initializer));
  }

  @Override
  public String toString() {
    return "Conv2d("
        + filters
        + ", "
        + Describe.convolution(settings)
        + (bias ? "" : ", no bias")
        + ")";
  }
}
