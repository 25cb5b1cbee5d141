package org.dsd4j.train.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.safetensors.SafeTensorsStream;
import org.dsd4j.io.tensor.ChecksummedTensor;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Updater;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TrainingState} as bytes: safetensors with the tensors of a checkpoint, and as metadata
 * the number of steps and a SHA-256 of it and the checksums of all tensors.
 */
final class StateBytes {
  /** The name of such a state in messages. */
  static final String NAME = "training state";

  /** The remedy for damaged bytes, in messages. */
  static final String REMEDY = "send it again";

  private static final String STEPS = "steps";
  private static final String SHA256 = "sha256";

  private StateBytes() {}

  static void write(TrainingState state, OutputStream out) throws IOException {
    List<NamedTensor> tensors = state.tensors();
    Checksums checksums = new Checksums(Long.toString(state.steps()));
    tensors.forEach(tensor -> checksums.add(tensor.name(), ChecksummedTensor.of(tensor)));
    Map<String, String> metadata =
        Map.of(STEPS, Long.toString(state.steps()), SHA256, checksums.sha256());
    SafeTensors.write(tensors, metadata, out);
  }

  static TrainingState read(InputStream in, Network network, Updater updater) throws IOException {
    SafeTensorsStream stream = SafeTensorsStream.open(NAME, in);
    String steps = stated(stream, STEPS);
    if (!steps.matches("[0-9]{1,18}")) {
      throw new CorruptDataException(NAME, "a number of steps", steps, REMEDY);
    }
    Checksums checksums = new Checksums(steps);
    try (PartialState read = new PartialState(NAME, network, updater.optimizer().stateNames())) {
      stream.tensors(
          tensor -> {
            ChecksummedTensor summed = new ChecksummedTensor(tensor);
            read.add(summed);
            checksums.add(summed.name(), summed.checksum());
          });
      String expected = stated(stream, SHA256);
      if (!expected.equals(checksums.sha256())) {
        throw new CorruptDataException(
            NAME, "tensors of the SHA-256 " + expected, checksums.sha256(), REMEDY);
      }
      return read.state(Long.parseLong(steps));
    }
  }

  private static String stated(SafeTensorsStream stream, String name) {
    @Nullable String value = stream.metadata().get(name);
    if (value == null) {
      throw new CorruptDataException(
          NAME, "metadata with '" + name + "'", stream.metadata().keySet(), REMEDY);
    }
    return value;
  }

  /** The checksum of the tensors of a state, independent of their order. */
  private static final class Checksums {
    private final TreeSet<String> lines = new TreeSet<>();

    Checksums(String steps) {
      lines.add(STEPS + " " + steps);
    }

    void add(String name, String checksum) {
      lines.add("tensor " + name + " " + checksum);
    }

    String sha256() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
