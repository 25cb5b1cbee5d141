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
 * How an example trains: a network that classifies images by default. The first sparse phase starts
 * at a tenth of the dense phase's rate and the re-dense one at a hundredth, as in the paper; each
 * falls along half a cosine, and each further round starts at the rate of the last re-dense phase.
 */
public final class Recipe {
  /** The share of weights that is pruned where a recipe does not say otherwise. */
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
   * A recipe; say also for how long and at what rate.
   *
   * @param title what the report is headed with
   * @param network the network, not yet built
   * @param optimizer the optimizer
   */
  public static Recipe of(String title, NetworkBuilder network, Optimizer optimizer) {
    return new Recipe(title, network, optimizer);
  }

  /**
   * For how long and how fast it trains.
   *
   * @param epochs of the dense phase
   * @param batch samples in a step
   * @param rate the learning rate at the start of the dense phase
   */
  public Recipe training(int epochs, int batch, double rate) {
    this.epochs = Check.positive("epochs", epochs);
    this.batch = Check.positive("batch", batch);
    this.rate = Check.positive("rate", rate);
    return this;
  }

  /** What happens to a training sample each time it is seen. */
  public Recipe augmentation(Transform augmentation) {
    this.augmentation = augmentation;
    return this;
  }

  /** What is made small, in place of the cross-entropy of classes. */
  public Recipe loss(Loss loss) {
    this.loss = loss;
    return this;
  }

  /** What it is judged by, in place of the accuracy. */
  public Recipe judgedBy(Measure measure) {
    this.measure = measure;
    return this;
  }

  /** How gradients are clipped; not at all by default. */
  public Recipe clipping(GradientClipping clipping) {
    this.clipping = clipping;
    return this;
  }

  /** The order of training samples, where that is not the usual one. */
  public Recipe order(SampleOrder order) {
    this.order = order;
    return this;
  }

  /** What is pruned, where that is not the default. */
  public Recipe pruning(Pruning pruning) {
    this.pruning = pruning;
    return this;
  }

  /** The sparsity of each round, where {@code --sparsity} does not say otherwise. */
  public Recipe rounds(Double... sparsities) {
    this.sparsities = List.of(sparsities);
    return this;
  }

  /** What samples are called, in the plural. */
  public Recipe of(String samples) {
    this.samples = samples;
    return this;
  }

  /** How many training and test samples {@code --quick} takes. */
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

  /** The phases for this many dense epochs and so many of each phase after it. */
  DsdSchedule schedule(double rate, int denseEpochs, int retrainEpochs, List<Double> rounds) {
    DsdSchedule.Builder phases =
        DsdSchedule.builder().dense(Epochs.epochs(denseEpochs), learningRate(rate).cosine());
    return rounds(phases, rate, retrainEpochs, rounds);
  }

  /** The phases for a network that was trained before: all but the dense one. */
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
