package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.memory_desc_vector;
import org.dsd4j.kernel.Layout;
import org.dsd4j.kernel.onednn.heap.Copies;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.Call;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** Joining, splitting and reordering by oneDNN. */
final class OnednnLayout implements Layout {
  private static final int CHANNELS = 1;

  private final Calls calls;

  OnednnLayout(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void concat(List<Tensor> parts, Tensor whole) {
    Tensor[] tensors = parts.toArray(new Tensor[parts.size() + 1]);
    tensors[parts.size()] = whole;
    calls.run(
        Call.of("concat", "", tensors),
        p -> {
          Map<Integer, memory> arguments = new HashMap<>();
          memory.desc[] formats = new memory.desc[parts.size()];
          for (int i = 0; i < formats.length; i++) {
            formats[i] = Formats.matrix(parts.get(i));
            arguments.put(DNNL_ARG_MULTIPLE_SRC + i, p.on(parts.get(i), formats[i]));
          }
          arguments.put(DNNL_ARG_DST, p.on(whole, Formats.matrix(whole)));
          p.execute(
              new concat.primitive_desc(
                  Onednn.engine(),
                  Formats.matrix(whole),
                  CHANNELS,
                  new memory_desc_vector(formats),
                  Onednn.attributes(),
                  false),
              arguments);
        });
  }

  @Override
  public void slice(Tensor whole, int from, Tensor part) {
    calls.run(
        Call.of("slice", from, whole, part),
        p -> p.copy(p.on(whole, columns(whole, from, part)), p.on(part, Formats.matrix(part))));
  }

  @Override
  public void place(Tensor part, int from, Tensor whole) {
    OnednnTensor target = OnednnTensor.of(whole);
    Copies.clear(target, 0, target.elements());
    calls.run(
        Call.of("place", from, part, whole),
        p -> p.copy(p.on(part, Formats.matrix(part)), p.on(whole, columns(whole, from, part))));
  }

  /** The channels of {@code whole} from index {@code from} on, as many as {@code part} has. */
  private static memory.desc columns(Tensor whole, int from, Tensor part) {
    Shape shape = part.shape();
    return Formats.matrix(whole)
        .submemory_desc(new long[] {shape.rows(), shape.last()}, new long[] {0, from});
  }

  @Override
  public void channelsFirst(Tensor x, Tensor y) {
    calls.run(
        Call.of("channels first", "", x, y),
        p -> p.copy(p.on(x, Formats.image(x)), p.on(y, planes(x, y))));
  }

  @Override
  public void channelsLast(Tensor x, Tensor y) {
    calls.run(
        Call.of("channels last", "", x, y),
        p -> p.copy(p.on(x, planes(y, x)), p.on(y, Formats.image(y))));
  }

  /** The image's extents, one plane for each channel, in the type of {@code planes}. */
  private static memory.desc planes(Tensor image, Tensor planes) {
    Shape s = image.shape();
    return new memory.desc(
        new long[] {s.extent(0), s.extent(3), s.extent(1), s.extent(2)},
        Formats.type(planes.type()),
        format_tag.nchw);
  }
}
