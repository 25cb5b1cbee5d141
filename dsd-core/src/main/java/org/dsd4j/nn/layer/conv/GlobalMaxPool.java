package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Pool;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** The largest value of each channel over the whole image: [H, W, C] to [1, 1, C]. */
public final class GlobalMaxPool implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(1, 1, Inputs.image(inputs).last());
  }

  @Override
  public boolean endsSequences() {
    return true;
  }

  @Override
  public void forward(Pass pass) {
    MaxPool2d.forward(pass, wholeImage(pass));
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels()
          .pooling()
          .maxBackward(wholeImage(pass), pass.input(), pass.output(), pass.outputGradient(), gradX);
    }
  }

  private static Pool wholeImage(Pass pass) {
    Extent image = Inputs.extent(pass.input().shape());
    return new Pool(image, image, Extent.square(0), false);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static GlobalMaxPool from(LayerDescription description) {
    return new GlobalMaxPool();
  }

  @Override
  public String toString() {
    return "GlobalMaxPool";
  }
}
