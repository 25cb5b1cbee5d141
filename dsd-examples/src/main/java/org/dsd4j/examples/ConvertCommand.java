package org.dsd4j.examples;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dsd4j.examples.run.PrefixOption;
import org.dsd4j.internal.Check;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.pytorch.PyTorchFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Converts weights from one file format to another, tensor by tensor. */
@Command(
    name = "convert",
    description = "Converts weights between safetensors and PyTorch's .pth, of any model.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ConvertCommand implements Callable<Integer> {
  enum Target {
    F32,
    F16,
    BF16
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A .safetensors file, the index of several, or a .pth or .pt of torch.save.")
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The file to write, in the format of its ending: .safetensors, .pth or .pt.")
  private Path out;

  @Option(
      names = "--to",
      paramLabel = "TYPE",
      description =
          "Round floating-point tensors to f32, f16 or bf16 (default: they stay as they are).")
  private @Nullable Target to;

  @Mixin private PrefixOption prefix;

  @Option(names = "--force", description = "Replace OUT if it exists (default: off).")
  private boolean force;

  @Override
  public Integer call() {
    boolean plain = out.toString().endsWith(".safetensors");
    Check.argument(
        plain || out.toString().matches(".*\\.pth?"),
        "OUT",
        "a name that ends in .safetensors, .pth or .pt",
        out,
        "choose the format by the ending");
    Check.argument(
        force || !Files.exists(out, LinkOption.NOFOLLOW_LINKS),
        "OUT",
        "a file that is not there yet",
        out,
        "name another one or pass --force");
    try (WeightFile file = WeightFile.open(in)) {
      List<StoredTensor> named = named(file);
      List<NamedTensor> tensors = named.stream().map(this::converted).toList();
      Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
      boolean same = plain && types(tensors).equals(types(file.tensors()));
      boolean wasArchive = !same && metadata.remove(ModelArchive.METADATA) != null;
      if (wasArchive) {
        checkWhole(tensors);
      }
      if (plain) {
        SafeTensors.write(tensors, metadata, out);
      } else {
        PyTorchFile.write(tensors, out);
      }
      PrintWriter printer = spec.commandLine().getOut();
      report(tensors, printer);
      if (wasArchive) {
        printer.println(
            "It holds weights alone, and neither normalization nor classes: keep the archive, which"
                + " predict --archive reads.");
      }
    }
    return 0;
  }

  /** An archive describes its weights by their names, which must not be changed. */
  private List<StoredTensor> named(WeightFile file) {
    boolean archive = file.metadata().containsKey(ModelArchive.METADATA);
    Check.argument(
        !archive || !prefix.isGiven(),
        "--strip-prefix",
        "weights of another source",
        "a model archive, " + in,
        "leave it out");
    return archive
        ? List.copyOf(file.tensors())
        : prefix.tensors(file, spec.commandLine().getOut());
  }

  private static List<StoredType> types(Collection<? extends NamedTensor> tensors) {
    return tensors.stream().map(NamedTensor::type).toList();
  }

  /** Packed weights cannot be read without the archive's description of them. */
  private void checkWhole(List<NamedTensor> tensors) {
    Optional<String> packed =
        tensors.stream().map(NamedTensor::name).filter(ModelArchive::isPacked).findFirst();
    Check.argument(
        packed.isEmpty(),
        in.toString(),
        "weights that are stored whole",
        "an archive with packed ones, such as " + packed.orElse(""),
        "convert the weights.safetensors of the same network");
  }

  private NamedTensor converted(StoredTensor tensor) {
    return to == null || !tensor.type().isFloating()
        ? tensor
        : tensor.as(StoredType.valueOf(to.name()));
  }

  private void report(List<NamedTensor> tensors, PrintWriter printer) {
    Map<StoredType, Long> types =
        tensors.stream()
            .collect(Collectors.groupingBy(NamedTensor::type, TreeMap::new, Collectors.counting()));
    long bytes = tensors.stream().mapToLong(NamedTensor::bytes).sum();
    printer.printf(
        Locale.ROOT,
        "%s: %,d tensors, %,d bytes of numbers %s%n",
        out,
        tensors.size(),
        bytes,
        types);
  }
}
