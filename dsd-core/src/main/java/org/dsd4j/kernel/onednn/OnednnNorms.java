package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_fuse_norm_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.dsd4j.kernel.Norms;
import org.dsd4j.kernel.onednn.heap.PaddedBatchNorms;
import org.dsd4j.kernel.onednn.primitive.BandLocalResponses;
import org.dsd4j.kernel.onednn.primitive.Call;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.LocalResponses;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.kernel.onednn.primitive.Preparation;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Normalisations by oneDNN; those of padded batches in Java, as its primitives have no lengths. */
final class OnednnNorms implements Norms {
  private static final int SCALE_AND_SHIFT = dnnl_use_scale | dnnl_use_shift;
  private static final int CHANNELS_OF_VECTOR = 16;

  private final Calls calls;
  private final PaddedBatchNorms padded = new PaddedBatchNorms();
  private final LocalResponses localResponses;
  private final BandLocalResponses bandLocalResponses;

  OnednnNorms(Calls calls) {
    this.calls = calls;
    this.localResponses = new LocalResponses(calls);
    this.bandLocalResponses = new BandLocalResponses(calls);
  }

  private record Settings(double epsilon, int flags) {}

  @Override
  public void batchNorm(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    if (!lengths.isWhole()) {
      padded.forward(lengths, o, rectified, y);
      return;
    }
    int flags = SCALE_AND_SHIFT | (rectified ? dnnl_fuse_norm_relu : 0);
    calls.run(
        call("batch norm", o, flags, y),
        p -> {
          batch_normalization_forward.primitive_desc description =
              batchNormForward(o.x(), o.epsilon(), dnnl_forward_training, flags);
          Map<Integer, memory> arguments = forwardArguments(p, o, Formats.image(o.x()), y);
          if (rectified) {
            arguments.put(
                DNNL_ARG_WORKSPACE,
                calls.workspace(rectification(y), description.workspace_desc()));
          }
          p.execute(description, arguments);
        });
  }

  /** The owner of the workspace for the signs of the results before they were rectified. */
  private static Call rectification(Tensor y) {
    return Call.of("rectification of batch norm", "", y);
  }

  private static Call call(String operation, NormOperands o, int flags, Tensor y) {
    Settings settings = new Settings(o.epsilon(), flags);
    return Call.of(operation, settings, o.x(), o.scale(), o.shift(), o.mean(), o.variance(), y);
  }

  private static batch_normalization_forward.primitive_desc batchNormForward(
      Tensor x, double epsilon, int purpose, int flags) {
    memory.desc image = Formats.image(x);
    return new batch_normalization_forward.primitive_desc(
        Onednn.engine(), purpose, image, image, (float) epsilon, flags, Onednn.attributes(), false);
  }

  private static Map<Integer, memory> forwardArguments(
      Preparation p, NormOperands o, memory.desc format, Tensor y) {
    Map<Integer, memory> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, p.on(o.x(), format));
    arguments.put(DNNL_ARG_MEAN, p.on(o.mean(), Formats.vector(o.mean())));
    arguments.put(DNNL_ARG_VARIANCE, p.on(o.variance(), Formats.vector(o.variance())));
    arguments.put(DNNL_ARG_SCALE, p.on(o.scale(), Formats.vector(o.scale())));
    arguments.put(DNNL_ARG_SHIFT, p.on(o.shift(), Formats.vector(o.shift())));
    arguments.put(DNNL_ARG_DST, p.on(y, format));
    return arguments;
  }

  @Override
  public void batchNormBackward(
      Lengths lengths,
      NormOperands o,
      @Nullable Tensor rectified,
      Tensor gradY,
      NormGradients gradients) {
    if (!lengths.isWhole()) {
      padded.backward(lengths, o, rectified != null, gradY, gradients);
      return;
    }
    int flags = SCALE_AND_SHIFT | (rectified == null ? 0 : dnnl_fuse_norm_relu);
    batchNormBackward(o, rectified, flags, gradY, gradients);
  }

  private void batchNormBackward(
      NormOperands o,
      @Nullable Tensor rectified,
      int flags,
      Tensor gradY,
      NormGradients gradients) {
    Call call =
        Call.of(
            "batch norm, gradient",
            new Settings(o.epsilon(), flags),
            o.x(),
            o.scale(),
            o.mean(),
            o.variance(),
            rectified,
            gradY,
            gradients.x(),
            gradients.scale(),
            gradients.shift());
    calls.run(
        call,
        p -> {
          memory.desc image = Formats.image(o.x());
          batch_normalization_backward.primitive_desc description =
              new batch_normalization_backward.primitive_desc(
                  Onednn.engine(),
                  dnnl_backward,
                  image,
                  image,
                  image,
                  (float) o.epsilon(),
                  flags,
                  batchNormForward(o.x(), o.epsilon(), dnnl_forward_training, flags),
                  Onednn.attributes(),
                  false);
          Map<Integer, memory> arguments = backwardArguments(p, o, image, gradY, gradients);
          if (rectified != null) {
            arguments.put(DNNL_ARG_WORKSPACE, calls.workspace(rectification(rectified)));
          }
          p.execute(description, arguments);
        });
  }

  private static Map<Integer, memory> backwardArguments(
      Preparation p, NormOperands o, memory.desc format, Tensor gradY, NormGradients gradients) {
    Map<Integer, memory> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, p.on(o.x(), format));
    arguments.put(DNNL_ARG_MEAN, p.on(o.mean(), Formats.vector(o.mean())));
    arguments.put(DNNL_ARG_VARIANCE, p.on(o.variance(), Formats.vector(o.variance())));
    arguments.put(DNNL_ARG_SCALE, p.on(o.scale(), Formats.vector(o.scale())));
    arguments.put(DNNL_ARG_DIFF_DST, p.on(gradY, format));
    arguments.put(DNNL_ARG_DIFF_SRC, onOrTemporary(p, gradients.x(), format));
    memory.desc vector = Formats.vector(o.scale());
    arguments.put(DNNL_ARG_DIFF_SCALE, onOrTemporary(p, gradients.scale(), vector));
    arguments.put(DNNL_ARG_DIFF_SHIFT, onOrTemporary(p, gradients.shift(), vector));
    return arguments;
  }

  private static memory onOrTemporary(Preparation p, @Nullable Tensor tensor, memory.desc format) {
    return tensor == null ? p.temporary(format) : p.on(tensor, format);
  }

  @Override
  public void batchNormInference(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    if (!lengths.isWhole()) {
      padded.inference(lengths, o, rectified, y);
      return;
    }
    int flags = SCALE_AND_SHIFT | dnnl_use_global_stats | (rectified ? dnnl_fuse_norm_relu : 0);
    calls.run(
        call("batch norm, inference", o, flags, y),
        p ->
            p.execute(
                batchNormForward(o.x(), o.epsilon(), dnnl_forward_inference, flags),
                forwardArguments(p, o, Formats.image(o.x()), y)));
  }

  @Override
  public void batchNormInferenceBackward(
      Lengths lengths, NormOperands o, Tensor gradY, NormGradients gradients) {
    if (!lengths.isWhole()) {
      padded.inferenceBackward(lengths, o, gradY, gradients);
      return;
    }
    batchNormBackward(o, null, SCALE_AND_SHIFT | dnnl_use_global_stats, gradY, gradients);
  }

  @Override
  public void layerNorm(NormOperands o, Tensor y) {
    calls.run(
        call("layer norm", o, SCALE_AND_SHIFT, y),
        p -> p.execute(layerNormForward(o), forwardArguments(p, o, Formats.matrix(o.x()), y)));
  }

  private static layer_normalization_forward.primitive_desc layerNormForward(NormOperands o) {
    memory.desc matrix = Formats.matrix(o.x());
    return new layer_normalization_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        matrix,
        matrix,
        Formats.vector(o.mean()),
        (float) o.epsilon(),
        SCALE_AND_SHIFT,
        Onednn.attributes(),
        false);
  }

  @Override
  public void layerNormBackward(NormOperands o, Tensor gradY, NormGradients gradients) {
    Call call =
        Call.of(
            "layer norm, gradient",
            o.epsilon(),
            o.x(),
            o.scale(),
            o.mean(),
            o.variance(),
            gradY,
            gradients.x(),
            gradients.scale(),
            gradients.shift());
    calls.run(
        call,
        p -> {
          memory.desc matrix = Formats.matrix(o.x());
          p.execute(
              new layer_normalization_backward.primitive_desc(
                  Onednn.engine(),
                  dnnl_backward,
                  matrix,
                  matrix,
                  matrix,
                  Formats.vector(o.mean()),
                  (float) o.epsilon(),
                  SCALE_AND_SHIFT,
                  layerNormForward(o),
                  Onednn.attributes(),
                  false),
              backwardArguments(p, o, matrix, gradY, gradients));
        });
  }

  @Override
  public void localResponse(LocalResponse settings, Tensor x, Tensor y) {
    if (suitsPrimitive(settings, x)) {
      localResponses.forward(settings, x, y);
    } else {
      bandLocalResponses.forward(settings, x, y);
    }
  }

  @Override
  public void localResponseBackward(LocalResponse settings, Tensor x, Tensor gradY, Tensor gradX) {
    if (suitsPrimitive(settings, x)) {
      localResponses.backward(settings, x, gradY, gradX);
    } else {
      bandLocalResponses.backward(settings, x, gradY, gradX);
    }
  }

  /**
   * Whether oneDNN 3.8's primitive is correct: on processors with AVX-512 it crashes for windows of
   * one channel, and its gradients are wrong for windows of seven and more, and in bfloat16 if the
   * number of channels is no multiple of the vector length.
   */
  private static boolean suitsPrimitive(LocalResponse settings, Tensor x) {
    boolean known = settings.size() == 3 || settings.size() == 5;
    return known && (x.type() == ElementType.FLOAT32 || x.shape().last() % CHANNELS_OF_VECTOR == 0);
  }
}
