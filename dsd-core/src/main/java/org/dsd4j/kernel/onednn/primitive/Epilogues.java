package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.dsd4j.kernel.Products.Epilogue;

/** What a primitive does to its results before it stores them. */
public final class Epilogues {
  private Epilogues() {}

  /** The bias is an argument of the primitive; the rest is said here. */
  public static primitive_attr attributes(Epilogue epilogue) {
    return epilogue.rectified() ? rectifying() : Onednn.attributes();
  }

  /** Negative results become 0. */
  public static primitive_attr rectifying() {
    post_ops postOps = new post_ops();
    postOps.append_eltwise(dnnl_eltwise_relu, 0, 0);
    return Onednn.attributes(postOps);
  }
}
