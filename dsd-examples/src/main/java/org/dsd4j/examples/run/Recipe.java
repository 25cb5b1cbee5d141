package org.dsd4j.examples.run;

import static org.dsd4j.schedule.LearningRate.learningRate;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.prune.Pruning;
import org.dsd4j.train.record.Epochs;
import org.jspecify.annotations.Nullable;

/**
 * The training settings of an example; by default those of an image classifier. The first sparse
 * phase starts at a tenth of the dense phase's rate and the re-dense one at a hundredth, as in the
 * paper; each falls along half a cosine, and each further round starts at the rate of the last
 * re-dense phase.
 */
public final class Recipe {
  /** The default fraction of weights to prune. */
  public static final double SPARSITY = 0.3;

  private final String title;
  private final NetworkBuilder network;
  private final Optimizer optimizer;
  private Transform augmentation = Transform.identity();
  private Loss loss = new SoftmaxCrossEntropy();
  private Measure measure = Measure.accuracy();
  private @Nullable SampleOrder order;
  private GradientClipping clipping = GradientClipping.none();
  private Pruning pruning = Pruning.layerwise();
  private List<Double> sparsities = List.of(SPARSITY);
  private String samples = "images";
  private int quickTraining = 640;
  private int quickTest = 320;
  private int epochs = 1;
  private int batch = 1;
  private double rate = 1;

  private Recipe(String title, NetworkBuilder network, Optimizer optimizer) {
    this.title = title;
    this.network = network;
    this.optimizer = optimizer;
  }

  /**
   * A recipe; {@link #training} must be called too.
   *
   * @param title the heading of the report
   * @param network the network, not yet built
   * @param optimizer the optimizer
   */
  public static Recipe of(String title, NetworkBuilder network, Optimizer optimizer) {
    return new Recipe(title, network, optimizer);
  }

  /**
   * Sets the duration and rate of training.
   *
   * @param epochs the epochs of the dense phase
   * @param batch the samples of a step
   * @param rate the learning rate at the start of the dense phase
   */
  public Recipe training(int epochs, int batch, double rate) {
    this.epochs = Check.positive("epochs", epochs);
    this.batch = Check.positive("batch", batch);
    this.rate = Check.positive("rate", rate);
    return this;
  }

  /** Sets the random change of a training sample each time it is read. */
  public Recipe augmentation(Transform augmentation) {
    this.augmentation = augmentation;
    return this;
  }

  /** Sets the loss, in place of the cross-entropy of classes. */
  public Recipe loss(Loss loss) {
    this.loss = loss;
    return this;
  }

  /** Sets the main metric, in place of the accuracy. */
  public Recipe judgedBy(Measure measure) {
    this.measure = measure;
    return this;
  }

  /** Sets the clipping of gradients; none by default. */
  public Recipe clipping(GradientClipping clipping) {
    this.clipping = clipping;
    return this;
  }

  /** Sets the order of training samples; by default the usual one for the data set. */
  public Recipe order(SampleOrder order) {
    this.order = order;
    return this;
  }

  /** Sets the pruning, in place of the default. */
  public Recipe pruning(Pruning pruning) {
    this.pruning = pruning;
    return this;
  }

  /** Sets the sparsity of each round, which {@code --sparsity} overrides. */
  public Recipe rounds(Double... sparsities) {
    this.sparsities = List.of(sparsities);
    return this;
  }

  /** Sets the word for samples, in the plural. */
  public Recipe of(String samples) {
    this.samples = samples;
    return this;
  }

  /** Sets the numbers of training and test samples for {@code --quick}. */
  public Recipe quickly(int training, int test) {
    this.quickTraining = training;
    this.quickTest = test;
    return this;
  }

  String title() {
    return title;
  }

  NetworkBuilder network() {
    return network;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  public Transform augmentation() {
    return augmentation;
  }

  public Loss loss() {
    return loss;
  }

  Measure measure() {
    return measure;
  }

  public GradientClipping clipping() {
    return clipping;
  }

  public SampleOrder order(Dataset training) {
    return order == null ? SampleOrder.usual(training) : order;
  }

  public Pruning pruning() {
    return pruning;
  }

  List<Double> sparsities() {
    return sparsities;
  }

  String samples() {
    return samples;
  }

  int quickTraining() {
    return quickTraining;
  }

  int quickTest() {
    return quickTest;
  }

  int epochs() {
    return epochs;
  }

  int batch() {
    return batch;
  }

  double rate() {
    return rate;
  }

  /** The phases for this many dense epochs and epochs of each later phase. */
  DsdSchedule schedule(double rate, int denseEpochs, int retrainEpochs, List<Double> rounds) {
    DsdSchedule.Builder phases =
        DsdSchedule.builder().dense(Epochs.epochs(denseEpochs), learningRate(rate).cosine());
    return rounds(phases, rate, retrainEpochs, rounds);
  }

  /** The phases for a network that is already trained: all except the dense one. */
  DsdSchedule scheduleOfTrained(double rate, int retrainEpochs, List<Double> rounds) {
    return rounds(DsdSchedule.builder(), rate, retrainEpochs, rounds);
  }

  private static DsdSchedule rounds(
      DsdSchedule.Builder phases, double rate, int retrainEpochs, List<Double> rounds) {
    Epochs each = Epochs.epochs(retrainEpochs);
    double sparse = rate / 10;
    for (double sparsity : rounds) {
      double dense = rate / 100;
      phases
          .sparse(sparsity, each, learningRate(sparse).cosine())
          .reDense(each, learningRate(dense).cosine());
      sparse = dense;
    }
    return phases.build();
  }
}
