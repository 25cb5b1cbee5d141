package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_across_channels;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.lrn_backward;
import org.bytedeco.dnnl.lrn_forward;
import org.bytedeco.dnnl.memory;
import org.dsd4j.kernel.Norms.LocalResponse;
import org.dsd4j.tensor.Tensor;

/** Local response normalisation by oneDNN. */
public final class LocalResponses {
  private final Calls calls;

  public LocalResponses(Calls calls) {
    this.calls = calls;
  }

  public void forward(LocalResponse s, Tensor x, Tensor y) {
    calls.run(
        Call.of("local response", s, x, y),
        p -> {
          lrn_forward.primitive_desc description = description(s, x);
          Map<Integer, memory> arguments = new HashMap<>();
          arguments.put(DNNL_ARG_SRC, p.on(x, Formats.image(x)));
          arguments.put(DNNL_ARG_DST, p.on(y, Formats.image(y)));
          if (description.workspace_desc().get_size() > 0) {
            arguments.put(
                DNNL_ARG_WORKSPACE, calls.workspace(sums(s, x), description.workspace_desc()));
          }
          p.execute(description, arguments);
        });
  }

  /** The owner of the workspace for the sums over windows. */
  private static Call sums(LocalResponse s, Tensor x) {
    return Call.of("sums of local response", s, x);
  }

  private static lrn_forward.primitive_desc description(LocalResponse s, Tensor x) {
    return new lrn_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        dnnl_lrn_across_channels,
        Formats.image(x),
        Formats.image(x),
        s.size(),
        (float) s.alpha(),
        (float) s.beta(),
        (float) s.k(),
        Onednn.attributes(),
        false);
  }

  public void backward(LocalResponse s, Tensor x, Tensor gradY, Tensor gradX) {
    calls.run(
        Call.of("local response, gradient", s, x, gradY, gradX),
        p -> {
          memory.desc image = Formats.image(x);
          lrn_backward.primitive_desc description =
              new lrn_backward.primitive_desc(
                  Onednn.engine(),
                  dnnl_lrn_across_channels,
                  image,
                  image,
                  image,
                  s.size(),
                  (float) s.alpha(),
                  (float) s.beta(),
                  (float) s.k(),
                  description(s, x),
                  Onednn.attributes(),
                  false);
          Map<Integer, memory> arguments = new HashMap<>();
          arguments.put(DNNL_ARG_SRC, p.on(x, image));
          arguments.put(DNNL_ARG_DIFF_DST, p.on(gradY, image));
          arguments.put(DNNL_ARG_DIFF_SRC, p.on(gradX, image));
          if (description.workspace_desc().get_size() > 0) {
            arguments.put(DNNL_ARG_WORKSPACE, calls.workspace(sums(s, x)));
          }
          p.execute(description, arguments);
        });
  }
}
