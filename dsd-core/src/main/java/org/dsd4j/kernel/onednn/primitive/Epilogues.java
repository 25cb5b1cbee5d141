package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.dsd4j.kernel.Products.Epilogue;

/** Operations that a primitive applies to its results before it stores them. */
public final class Epilogues {
  private Epilogues() {}

  /** The attributes of an epilogue, without the bias, which is an argument of the primitive. */
  public static primitive_attr attributes(Epilogue epilogue) {
    return epilogue.rectified() ? rectifying() : Onednn.attributes();
  }

  /** Attributes that set negative results to 0. */
  public static primitive_attr rectifying() {
    post_ops postOps = new post_ops();
    postOps.append_eltwise(dnnl_eltwise_relu, 0, 0);
    return Onednn.attributes(postOps);
  }
}
