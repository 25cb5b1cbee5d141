package org.dsd4j.study.task;

import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.TrainingBuilder;
import org.dsd4j.train.record.Epochs;
import org.jspecify.annotations.Nullable;

/**
 * A network to train on data under one condition, such as LeNet-5 with 40 % of labels wrong, and
 * the settings of its dense phase. Immutable.
 *
 * <pre>{@code
 * StudyTask task =
 *     StudyTask.builder("LeNet-5, 40 % wrong")
 *         .network(() -> LeNet.lenet5(10))
 *         .data(seed -> StudyData.of(noisy(training, seed), 0.1, test, seed))
 *         .loss(new SoftmaxCrossEntropy())
 *         .optimizer(Sgd.momentum(0.9).weightDecay(5e-4))
 *         .batchSize(batchSize(64))
 *         .dense(epochs(25), learningRate(0.03).cosine())
 *         .build();
 * }</pre>
 */
public final class StudyTask {
  private final Builder settings;

  private StudyTask(Builder settings) {
    this.settings = settings;
  }

  /**
   * Starts a task.
   *
   * @param name its name in rows and tables
   */
  public static Builder builder(String name) {
    return new Builder(Check.given("name of the task", name));
  }

  /** A copy of which some settings are changed, such as the weight decay of a rival. */
  public StudyTask changed(Consumer<Builder> change) {
    Builder copy = new Builder(settings);
    change.accept(copy);
    return copy.build();
  }

  /** The name in rows and tables. */
  public String name() {
    return settings.name;
  }

  /** A network with the initial weights of a seed, which the caller closes. */
  public Network network(long seed) {
    return given("network", settings.network).get().build(Seed.of(seed));
  }

  /** The data of a seed. */
  public StudyData data(long seed) {
    return given("data", settings.data).apply(Seed.of(seed));
  }

  /** The metric by which arms are compared. */
  public Metric metric() {
    return settings.metric;
  }

  /** The loss. */
  public Loss loss() {
    return given("loss", settings.loss);
  }

  /** The optimizer. */
  public Optimizer optimizer() {
    return given("optimizer", settings.optimizer);
  }

  /** The number of samples in a step. */
  public BatchSize batchSize() {
    return given("batchSize", settings.batchSize);
  }

  /** The length of the dense phase. */
  public Epochs epochs() {
    return given("dense", settings.epochs);
  }

  /** The learning rate of the dense phase. */
  public LearningRate rate() {
    return given("dense", settings.rate);
  }

  /**
   * Gives a trainer these settings, one seed's data and a network.
   *
   * @param <B> the trainer's builder
   */
  public <B extends TrainingBuilder<B>> B applyTo(
      B builder, Network network, StudyData data, long seed) {
    return builder
        .network(network)
        .loss(loss())
        .optimizer(optimizer())
        .clipping(settings.clipping)
        .training(data.training(), batchSize(), settings.augmentation)
        .batchTransform(settings.batchTransform)
        .validation(data.validation())
        .metric(settings.metric)
        .workers(1)
        .seed(seed);
  }

  /** The settings in words, by name: what must be equal for a study to go on. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    String layers = given("network", settings.network).get().summary();
    texts.put("network", "summary " + HexFormat.of().toHexDigits(layers.hashCode()));
    texts.put("loss", loss().toString());
    texts.put("optimizer", optimizer().toString());
    texts.put("clipping", settings.clipping.toString());
    texts.put("batch size", batchSize().toString());
    texts.put("augmentation", settings.augmentation.toString());
    texts.put("batch transform", settings.batchTransform.toString());
    texts.put("dense", epochs() + ", learning rate " + rate());
    texts.put("metric", settings.metric.name());
    return Collections.unmodifiableMap(texts);
  }

  @Override
  public String toString() {
    return name();
  }

  private static <T> T given(String setting, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(
          Check.message(
              setting + " of a task", "to be given", "nothing", "call ." + setting + "(...)"));
    }
    return value;
  }

  /** The settings of a task; each may be given again, and the last one counts. */
  public static final class Builder {
    private final String name;
    private @Nullable Supplier<NetworkBuilder> network;
    private @Nullable Function<Seed, StudyData> data;
    private @Nullable Loss loss;
    private @Nullable Optimizer optimizer;
    private @Nullable BatchSize batchSize;
    private @Nullable Epochs epochs;
    private @Nullable LearningRate rate;
    private GradientClipping clipping = GradientClipping.none();
    private Transform augmentation = Transform.identity();
    private BatchTransform batchTransform = BatchTransform.identity();
    private Metric metric = new Accuracy();

    private Builder(String name) {
      this.name = name;
    }

    private Builder(Builder other) {
      name = other.name;
      network = other.network;
      data = other.data;
      loss = other.loss;
      optimizer = other.optimizer;
      batchSize = other.batchSize;
      epochs = other.epochs;
      rate = other.rate;
      clipping = other.clipping;
      augmentation = other.augmentation;
      batchTransform = other.batchTransform;
      metric = other.metric;
    }

    /** Sets the network; asked for a new one in each cell. */
    public Builder network(Supplier<NetworkBuilder> network) {
      this.network = Check.given("network", network);
      return this;
    }

    /** Sets the data for each seed: the draw of a subset, the noise, the validation part. */
    public Builder data(Function<Seed, StudyData> data) {
      this.data = Check.given("data", data);
      return this;
    }

    /** Sets the loss of the network's main output. */
    public Builder loss(Loss loss) {
      this.loss = Check.given("loss", loss);
      return this;
    }

    /** Sets the optimizer. */
    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = Check.given("optimizer", optimizer);
      return this;
    }

    /** Sets the number of samples in a step. */
    public Builder batchSize(BatchSize batchSize) {
      this.batchSize = Check.given("batch size", batchSize);
      return this;
    }

    /** Sets length and learning rate of the dense phase. */
    public Builder dense(Epochs epochs, LearningRate rate) {
      this.epochs = Check.given("epochs", epochs);
      this.rate = Check.given("learning rate", rate);
      return this;
    }

    /** Sets the clipping of gradients; none by default. */
    public Builder clipping(GradientClipping clipping) {
      this.clipping = Check.given("clipping", clipping);
      return this;
    }

    /** Sets the random change of a training sample on each reading; none by default. */
    public Builder augmentation(Transform augmentation) {
      this.augmentation = Check.given("augmentation", augmentation);
      return this;
    }

    /** Sets the change of whole training batches, such as {@code new Mixup(0.2, 10)}. */
    public Builder batchTransform(BatchTransform batchTransform) {
      this.batchTransform = Check.given("batch transform", batchTransform);
      return this;
    }

    /** Sets the metric by which arms are compared; the accuracy by default. */
    public Builder metric(Metric metric) {
      this.metric = Check.given("metric", metric);
      return this;
    }

    /**
     * The task.
     *
     * @throws IllegalArgumentException if a setting is missing; the message names it
     */
    public StudyTask build() {
      StudyTask task = new StudyTask(new Builder(this));
      given("network", network);
      given("data", data);
      given("loss", loss);
      given("optimizer", optimizer);
      given("batchSize", batchSize);
      given("dense", epochs);
      return task;
    }
  }
}
