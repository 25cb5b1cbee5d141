package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/** The layer of docs/adding-a-layer.md. */
class ChannelScaleTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new ChannelScale(3), Shape.of(4, 5, 3), Shape.of(4, 5, 3)),
        of(new ChannelScale(1), Shape.of(2, 2, 1), Shape.of(2, 2, 1)));
  }

  /** y = x · weight, one weight for each channel of an image. */
  public static final class ChannelScale implements Layer {
    private final int channels;
    private final Convolution eachAlone;

    public ChannelScale(int channels) {
      this.channels = channels;
      Extent one = Extent.square(1);
      this.eachAlone = new Convolution(one, one, Extent.square(0), one, channels);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (inputs.size() != 1 || inputs.get(0).last() != channels) {
        throw new ShapeException(
            "input", "an image with " + channels + " channels", inputs, "scale as many channels");
      }
      return inputs.get(0);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      Shape shape = Shape.of(channels, 1, 1, 1);
      return List.of(new ParameterSpec("weight", shape, Role.NORM_SCALE, Initializer.constant(1)));
    }

    @Override
    public void forward(Pass pass) {
      pass.kernels()
          .products()
          .convolution(
              eachAlone, pass.input(), pass.parameter("weight"), Epilogue.NONE, pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {
      ProductGradients gradients =
          new ProductGradients(pass.inputGradient(), pass.parameterGradient("weight"), null);
      pass.kernels()
          .products()
          .convolutionBackward(
              eachAlone, pass.input(), pass.parameter("weight"), pass.outputGradient(), gradients);
    }

    @Override
    public Optional<LayerDescription> description() {
      return Optional.of(LayerDescription.of(this).with("channels", channels));
    }

    public static ChannelScale from(LayerDescription description) {
      return new ChannelScale(description.integer("channels"));
    }

    @Override
    public String toString() {
      return "ChannelScale";
    }
  }
}
