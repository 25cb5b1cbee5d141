package org.dsd4j;

import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.ContextWindow;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.FlattenSteps;
import org.dsd4j.nn.layer.LogSoftmax;
import org.dsd4j.nn.layer.MaskPadding;
import org.dsd4j.nn.layer.PrependStep;
import org.dsd4j.nn.layer.RowConvolution;
import org.dsd4j.nn.layer.Slice;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.nn.layer.conv.AdaptiveAveragePool2d;
import org.dsd4j.nn.layer.conv.AddChannel;
import org.dsd4j.nn.layer.conv.AveragePool2d;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.ConvTranspose2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.GlobalMaxPool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.conv.Upsample2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.norm.GroupNorm;
import org.dsd4j.nn.layer.norm.InstanceNorm;
import org.dsd4j.nn.layer.norm.LayerNorm;
import org.dsd4j.nn.layer.norm.LocalResponseNorm;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.layer.recurrent.Rnn;
import org.dsd4j.testing.ReadableTexts.Examples;

/** Layers for {@link CoreTextsTest}. */
final class LayerTexts {
  private LayerTexts() {}

  static void add(Examples examples) {
    plain(examples);
    convolutions(examples);
    norms(examples);
    recurrent(examples);
  }

  private static void plain(Examples examples) {
    examples.prints(new Dense(300).withoutBias(), "Dense(300, no bias)");
    examples.prints(new Dropout(0.5).sameForAllSteps(), "Dropout(0.5, same for all steps)");
    examples.prints(new Embedding(5000, 64), "Embedding(5000, 64)");
    examples.prints(Activate.leakyRelu(0.01), "leaky_relu(0.01)");
    examples.prints(new Add(), "Add");
    examples.prints(new Concat(), "Concat");
    examples.prints(new ContextWindow(5, 5), "ContextWindow(5, 5)");
    examples.prints(new Flatten(), "Flatten");
    examples.prints(new FlattenSteps(), "FlattenSteps");
    examples.prints(new Softmax(), "Softmax");
    examples.prints(new LogSoftmax(), "LogSoftmax");
    examples.prints(new MaskPadding(), "MaskPadding");
    examples.prints(new PrependStep(), "PrependStep");
    examples.prints(new RowConvolution(3), "RowConvolution(3)");
    examples.prints(new Slice(1, 3), "Slice(1, 3)");
  }

  private static void convolutions(Examples examples) {
    examples.prints(
        new Conv2d(64, 3).stride(2).padding(1).withoutBias(),
        "Conv2d(64, 3×3, stride 2×2, padding 1×1, no bias)");
    examples.prints(new ConvTranspose2d(64, 3), "ConvTranspose2d(64, 3×3)");
    examples.prints(new MaxPool2d(3).stride(2), "MaxPool2d(3×3, stride 2×2)");
    examples.prints(new AveragePool2d(2), "AveragePool2d(2×2, stride 2×2)");
    examples.prints(new AdaptiveAveragePool2d(7, 7), "AdaptiveAveragePool2d(7×7)");
    examples.prints(new GlobalAveragePool(), "GlobalAveragePool");
    examples.prints(new GlobalMaxPool(), "GlobalMaxPool");
    examples.prints(new AddChannel(), "AddChannel");
    examples.prints(Upsample2d.nearest(2), "Upsample2d(2, nearest)");
  }

  private static void norms(Examples examples) {
    examples.prints(new BatchNorm().momentum(0.0001), "BatchNorm(momentum 0.0001)");
    examples.prints(new GroupNorm(8), "GroupNorm(8)");
    examples.prints(new InstanceNorm(), "InstanceNorm");
    examples.prints(new LayerNorm(), "LayerNorm");
    examples.prints(new LocalResponseNorm(5), "LocalResponseNorm(5)");
  }

  private static void recurrent(Examples examples) {
    examples.prints(new Lstm(64).layers(2).bidirectional(), "Lstm(64, 2 layers, bidirectional)");
    examples.prints(new Gru(64), "Gru(64)");
    examples.prints(new Rnn(64), "Rnn(64)");
  }
}
