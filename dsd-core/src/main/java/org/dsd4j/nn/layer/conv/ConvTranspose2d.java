package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.layer.WeightAndBias;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution, which makes images larger: [H, W, in] to [H′, W′, out] with H′ = (H −
 * 1)·stride − 2·padding + kernel + outputPadding. Its forward computation is the gradient of a
 * convolution with respect to its input, and the other way round.
 *
 * <p>Parameters: {@code weight} [in, out, kH, kW], {@code bias} [out]. Both start as in PyTorch,
 * which takes out · kH · kW as the fan-in; for an {@link #initializer} it is in · kH · kW.
 */
public final class ConvTranspose2d implements Layer {
  private static final int OUTPUT_AXIS = 1;

  private final int filters;
  private final Convolution settings;
  private final int outputPadding;
  private final boolean bias;
  private final @Nullable Initializer initializer;

  /** {@code filters} filters with square windows, stride 1, no padding, with bias. */
  public ConvTranspose2d(int filters, int kernel) {
    this(filters, kernel, kernel);
  }

  /** {@code filters} filters with windows of this size, stride 1, no padding, with bias. */
  public ConvTranspose2d(int filters, int kernelHeight, int kernelWidth) {
    this(
        filters,
        new Convolution(
            new Extent(kernelHeight, kernelWidth),
            Extent.square(1),
            Extent.square(0),
            Extent.square(1),
            1),
        0,
        true,
        null);
  }

  private ConvTranspose2d(
      int filters,
      Convolution settings,
      int outputPadding,
      boolean bias,
      @Nullable Initializer start) {
    this.filters = Check.positive("filters", filters);
    this.settings = settings;
    this.outputPadding = Check.notNegative("outputPadding", outputPadding);
    this.bias = bias;
    this.initializer = start;
  }

  private ConvTranspose2d with(int stride, int padding) {
    Convolution changed =
        new Convolution(
            settings.kernel(),
            Extent.square(stride),
            Extent.square(padding),
            settings.dilation(),
            settings.groups());
    return new ConvTranspose2d(filters, changed, outputPadding, bias, initializer);
  }

  /** Moves the window by this many output pixels for each input pixel. */
  public ConvTranspose2d stride(int stride) {
    return with(stride, settings.padding().height());
  }

  /** Cuts this many pixels off every side of the result. */
  public ConvTranspose2d padding(int padding) {
    return with(settings.stride().height(), padding);
  }

  /** Adds this many pixels at the bottom and the right; less than the stride. */
  public ConvTranspose2d outputPadding(int outputPadding) {
    return new ConvTranspose2d(filters, settings, outputPadding, bias, initializer);
  }

  /** This layer without bias. */
  public ConvTranspose2d withoutBias() {
    return new ConvTranspose2d(filters, settings, outputPadding, false, initializer);
  }

  /** This layer with another initializer of the weights; PyTorch's by default. */
  public ConvTranspose2d initializer(Initializer initializer) {
    return new ConvTranspose2d(
        filters, settings, outputPadding, bias, Check.given("initializer", initializer));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = Inputs.image(inputs);
    if (outputPadding >= settings.stride().height() && outputPadding > 0) {
      throw new ShapeException(
          "outputPadding",
          "less than the stride " + settings.stride().height(),
          outputPadding,
          "reduce it or raise the stride");
    }
    Extent size =
        new Extent(
            size(image.extent(0), settings.kernel().height()),
            size(image.extent(1), settings.kernel().width()));
    return Inputs.sized(size, filters, image, settings.kernel());
  }

  @Override
  public int outputLength(int inputLength) {
    return size(inputLength, settings.kernel().height());
  }

  private int size(int input, int kernel) {
    return (input - 1) * settings.stride().height()
        - 2 * settings.padding().height()
        + kernel
        + outputPadding;
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    int in = Inputs.image(inputs).last();
    Shape shape = Shape.of(in, filters, settings.kernel().height(), settings.kernel().width());
    Initializer usual = WeightAndBias.usual(shape.elements() / in);
    return WeightAndBias.declare(
        new ParameterSpec(
            "weight",
            shape,
            Role.CONVOLUTION_WEIGHT,
            initializer == null ? usual : initializer,
            OUTPUT_AXIS),
        bias,
        filters,
        usual);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    long window = (long) settings.kernel().height() * settings.kernel().width();
    return Inputs.image(inputs).elements() * filters * window;
  }

  @Override
  public void forward(Pass pass) {
    Products products = pass.kernels().products();
    products.convolutionInputGradient(
        settings, pass.input(), pass.parameter("weight"), pass.output());
    if (bias) {
      products.addBias(pass.output(), pass.parameter("bias"));
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    Products products = pass.kernels().products();
    Tensor gradY = pass.outputGradient();
    Tensor weight = pass.parameter("weight");
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      products.convolution(settings, gradY, weight, Epilogue.NONE, gradX);
    }
    // Input and output change places: the output's gradient there is the input here.
    products.convolutionBackward(
        settings,
        gradY,
        weight,
        pass.input(),
        new ProductGradients(null, pass.parameterGradient("weight"), null));
    Tensor gradBias = bias ? pass.parameterGradient("bias") : null;
    if (gradBias != null) {
      products.biasGradient(gradY, gradBias);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<LayerDescription> description() {
    LayerDescription description =
        Describe.convolution(LayerDescription.of(this), settings)
            .with("filters", filters)
            .with("outputPadding", outputPadding)
            .with("bias", bias);
    return Optional.of(
        initializer == null ? description : description.with("initializer", initializer));
  }

  /** Makes the described layer. */
  public static ConvTranspose2d from(LayerDescription description) {
    return new ConvTranspose2d(
        description.integer("filters"),
        Describe.convolution(description),
        description.integer("outputPadding"),
        description.flag("bias"),
        description.has("initializer") ? description.initializer("initializer") : null);
  }

  @Override
  public String toString() {
    return "ConvTranspose2d("
        + filters
        + ", "
        + Describe.convolution(settings)
        + (outputPadding == 0 ? "" : ", output padding " + outputPadding)
        + (bias ? "" : ", no bias")
        + ")";
  }
}
