package org.dsd4j.nn.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * A vector for each word, or anything else with a number: y = weight[x], [T] to [T, size] for a
 * sequence, [] to [size] for one index per sample.
 *
 * <p>Indices are whole numbers from 0 to vocabulary − 1. The index {@code Dataset.NO_TARGET}, −1,
 * and steps beyond a sequence's length give the vector 0 and get no gradient; any other number is
 * an error that names it. In bfloat16, indices are exact only if they are an input of the network
 * that only embeddings read.
 *
 * <p>Parameter: {@code weight} [vocabulary, size], initially normal with mean 0 and variance 1, as
 * in PyTorch.
 */
public final class Embedding implements Layer {
  /** Single precision cannot hold all whole numbers beyond. */
  private static final int MOST_WORDS = 1 << 24;

  private final int vocabulary;
  private final int size;
  private final Initializer initializer;

  /**
   * A table of {@code vocabulary} vectors.
   *
   * @param vocabulary the number of words, at most 2²⁴
   * @param size the number of elements of each vector
   */
  public Embedding(int vocabulary, int size) {
    this(vocabulary, size, Initializer.normal(1));
  }

  private Embedding(int vocabulary, int size, Initializer initializer) {
    this.vocabulary = Check.positive("vocabulary", vocabulary);
    this.size = Check.positive("size of an embedding", size);
    this.initializer = initializer;
    Check.argument(
        vocabulary <= MOST_WORDS,
        "vocabulary",
        "at most " + MOST_WORDS + " words, which single precision can number",
        vocabulary,
        "leave out rare words");
  }

  /** This layer with another initializer of the vectors. */
  public Embedding initializer(Initializer initializer) {
    return new Embedding(vocabulary, size, initializer);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape indices = Inputs.single(inputs);
    int[] extents = new int[indices.rank() + 1];
    Arrays.setAll(extents, axis -> axis < indices.rank() ? indices.extent(axis) : size);
    return Shape.of(extents);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return List.of(
        new ParameterSpec("weight", Shape.of(vocabulary, size), Role.EMBEDDING, initializer));
  }

  @Override
  public boolean readsIndices() {
    return true;
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels()
        .sequences()
        .embedding(pass.lengths(), pass.input(), pass.parameter("weight"), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradWeight = pass.parameterGradient("weight");
    if (gradWeight != null) {
      pass.kernels()
          .sequences()
          .embeddingBackward(pass.lengths(), pass.input(), pass.outputGradient(), gradWeight);
    }
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().memory().fill(gradX, 0);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public OptionalInt indices() {
    return OptionalInt.of(vocabulary);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this)
            .with("vocabulary", vocabulary)
            .with("size", size)
            .with("initializer", initializer));
  }

  /** Makes the described layer. */
  public static Embedding from(LayerDescription description) {
    Embedding usual = new Embedding(description.integer("vocabulary"), description.integer("size"));
    return usual.initializer(description.initializer("initializer", usual.initializer));
  }

  @Override
  public String toString() {
    return "Embedding(" + vocabulary + ", " + size + ")";
  }
}
