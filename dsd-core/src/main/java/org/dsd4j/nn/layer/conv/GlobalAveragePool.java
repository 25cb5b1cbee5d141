package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;

/** The mean of each channel over the whole image: [H, W, C] to [1, 1, C]. */
public final class GlobalAveragePool implements Layer {
  private static final Layer TO_ONE_PIXEL = new AdaptiveAveragePool2d(1);

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return TO_ONE_PIXEL.outputShape(inputs);
  }

  @Override
  public boolean endsSequences() {
    return true;
  }

  @Override
  public boolean needsWholeSequences() {
    return true;
  }

  @Override
  public void forward(Pass pass) {
    TO_ONE_PIXEL.forward(pass);
  }

  @Override
  public void backward(BackwardPass pass) {
    TO_ONE_PIXEL.backward(pass);
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static GlobalAveragePool from(LayerDescription description) {
    return new GlobalAveragePool();
  }

  @Override
  public String toString() {
    return "GlobalAveragePool";
  }
}
