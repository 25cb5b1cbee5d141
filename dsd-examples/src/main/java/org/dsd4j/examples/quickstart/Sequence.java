package org.dsd4j.examples.quickstart;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import java.util.Objects;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.datasets.text.PlainText;
import org.dsd4j.datasets.text.TokenStream;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.models.text.LanguageModel;
import org.dsd4j.models.text.TextSampler;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;

/** An LSTM writes like Shakespeare, letter by letter. Arguments: sentences (9000), epochs (8). */
public final class Sequence {
  public static void main(String[] args) {
    int sentences = args.length > 0 ? Integer.parseInt(args[0]) : 9000;
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    var shipped = Sequence.class.getResourceAsStream("/org/dsd4j/examples/text/shakespeare.txt.gz");
    PlainText plays =
        PlainText.read("plays", Objects.requireNonNull(shipped), Tokenizer.characters());
    List<String> letters = plays.first(sentences).tokensWithEnds();
    Vocabulary known =
        Vocabulary.builder()
            .special(SpecialToken.UNKNOWN, SpecialToken.END)
            .addAll(letters)
            .build();
    LanguageModel model = LanguageModel.of(64).layers(1).carryingState(32);
    try (Network network = model.network(known.size()).build(Seed.of(42))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Adam())
              .clipping(GradientClipping.byNorm(1))
              .order(SampleOrder.AS_STORED) // a batch goes on where the one before ended
              .training(TokenStream.of("plays", known, letters, 64, 32), batchSize(32))
              .epochs(epochs(epochs), learningRate(0.004))
              .build()
              .fit();
      System.out.println("perplexity " + Math.exp(result.record().lastEpoch().trainingLoss()));
      TextSampler sampler = new TextSampler(network, known, 0.7);
      List<String> written = sampler.sample(List.of("T", "h", "e"), 200, Seed.of(1));
      System.out.println("The" + String.join("", written));
    }
  }
}
