package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
import java.util.List;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.tensor.Shape;

/**
 * The LeNets (LeCun et al., "Gradient-based learning applied to document recognition", 1998) for
 * grey images of 28×28, [28, 28, 1], in the form that the pruning literature uses. Their outputs
 * are logits.
 */
public final class LeNet {
  private static final Shape INPUT = Shape.of(28, 28, 1);

  private static final int DIGITS = 10;
  private static final String SOURCE = "LeCun et al. 1998";

  private LeNet() {}

  /** Both networks. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return List.of(
          new NamedModel("lenet300100", SOURCE, INPUT, DIGITS, LeNet::lenet300100),
          new NamedModel("lenet5", SOURCE, INPUT, DIGITS, LeNet::lenet5));
    }
  }

  /** LeNet-300-100: two hidden dense layers; 266,610 parameters for 10 classes. */
  public static NetworkBuilder lenet300100(int classes) {
    return lenet300100(INPUT, classes);
  }

  private static NetworkBuilder lenet300100(Shape input, int classes) {
    return Network.builder(input)
        .add("flatten", new Flatten())
        .add("fc1", new Dense(300))
        .add("relu1", Activate.relu())
        .add("fc2", new Dense(100))
        .add("relu2", Activate.relu())
        .add("fc3", new Dense(classes));
  }

  /**
   * LeNet-5 with 20 and 50 filters and 500 hidden units, as in Caffe; 431,080 parameters for 10
   * classes. The ReLUs are after the poolings, which gives the same result as before them at a
   * quarter of the cost.
   */
  public static NetworkBuilder lenet5(int classes) {
    return lenet5(INPUT, classes);
  }

  private static NetworkBuilder lenet5(Shape input, int classes) {
    return Network.builder(input)
        .add("conv1", new Conv2d(20, 5))
        .add("pool1", new MaxPool2d(2))
        .add("relu1", Activate.relu())
        .add("conv2", new Conv2d(50, 5))
        .add("pool2", new MaxPool2d(2))
        .add("relu2", Activate.relu())
        .add("flatten", new Flatten())
        .add("fc1", new Dense(500))
        .add("relu3", Activate.relu())
        .add("fc2", new Dense(classes));
  }
}
