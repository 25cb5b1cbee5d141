package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;

/** A quarter of SqueezeNet 1.1's width, for small images. */
class SqueezeNetTest extends ModelContract {
  /** The last ReLU would be 0 everywhere for some classes, on images so alike; it starts above. */
  @Override
  protected NetworkBuilder build(int classes) {
    Initializer above = Initializer.constant(0.5);
    return SqueezeNet.version11()
        .input(64, 64, 3)
        .width(0.25)
        .dropout(0)
        .network(classes)
        .replace("classifier.1", new Conv2d(classes, 1).biasInitializer(above));
  }

  /** A fire module squeezes to s channels and expands them to 4·s twice, by 1×1 and by 3×3. */
  @Override
  protected long parametersForTenClasses() {
    long parameters = (3 * 9 + 1) * 16;
    int channels = 16;
    for (int squeezed : new int[] {4, 4, 8, 8, 12, 12, 16, 16}) {
      int expanded = 4 * squeezed;
      parameters +=
          (channels + 1L) * squeezed + (squeezed + 1L) * expanded + (9L * squeezed + 1) * expanded;
      channels = 2 * expanded;
    }
    return parameters + (channels + 1) * 10;
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  @Override
  protected double rate() {
    return 0.002;
  }

  @Override
  protected int epochsToLearn() {
    return 80;
  }
}
