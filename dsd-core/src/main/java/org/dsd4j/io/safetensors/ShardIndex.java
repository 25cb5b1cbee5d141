package org.dsd4j.io.safetensors;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.json.JsonCursor;
import org.dsd4j.io.tensor.Contents;
import org.dsd4j.io.tensor.MappedFile;
import org.dsd4j.io.tensor.StoredTensor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the index of weights in several safetensors files, such as {@code
 * model.safetensors.index.json}: an object whose {@code weight_map} has the file of each tensor.
 * The files are in the index's folder.
 *
 * @hidden
 */
@Internal
public final class ShardIndex {
  private static final int LARGEST = SafeTensorsHeader.LARGEST;

  private final Path path;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, String> fileOf = new LinkedHashMap<>();

  private ShardIndex(Path path) {
    this.path = path;
  }

  /**
   * Reads an index and the headers of all files that it names.
   *
   * @param opened receives those files, also on an error
   */
  public static Contents read(MappedFile file, List<MappedFile> opened) {
    if (file.size() > LARGEST) {
      throw new CorruptDataException(file.path(), LARGEST, "the end of the index", "more bytes");
    }
    ShardIndex index = new ShardIndex(file.path());
    byte[] text = file.bytes(0, (int) file.size());
    JsonCursor.read(
        file.path().toString(), text, json -> json.object(name -> index.field(json, name)));
    return index.open(opened);
  }

  private void field(JsonCursor json, String name) throws IOException {
    switch (name) {
      case "metadata" -> json.object(key -> json.skipScalar());
      case "weight_map" -> json.object(tensor -> fileOf.put(tensor, shard(json.text())));
      default -> throw corrupt("metadata and weight_map", name);
    }
  }

  /** The name of a file beside the index, which must not lead out of its folder. */
  private String shard(String name) {
    try {
      Path shard = path.resolveSibling(name);
      boolean beside =
          shard.equals(shard.normalize())
              && name.equals(String.valueOf(shard.getFileName()))
              && !name.contains("\\");
      if (beside) {
        return name;
      }
    } catch (InvalidPathException e) {
      throw corrupt("names of files", name).causedBy(e);
    }
    throw corrupt("names of files beside the index", name);
  }

  private Contents open(List<MappedFile> opened) {
    Map<String, Contents> shards = new LinkedHashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    fileOf.forEach(
        (name, shard) -> {
          Contents contents = shards.computeIfAbsent(shard, s -> openShard(s, opened));
          @Nullable StoredTensor tensor = contents.tensors().get(name);
          if (tensor == null) {
            throw corrupt("a tensor " + name + " in " + shard, "none there");
          }
          tensors.put(name, tensor);
        });
    shards.forEach(
        (shard, contents) -> {
          checkThatAllIsListed(shard, contents);
          contents.metadata().forEach(metadata::putIfAbsent);
        });
    return new Contents(tensors, metadata);
  }

  private Contents openShard(String name, List<MappedFile> opened) {
    MappedFile file = MappedFile.open(path.resolveSibling(name));
    opened.add(file);
    return SafeTensorsReader.read(file);
  }

  private void checkThatAllIsListed(String shard, Contents contents) {
    for (String name : contents.tensors().keySet()) {
      if (!shard.equals(fileOf.get(name))) {
        throw corrupt(
            "every tensor of " + shard + " in weight_map", "nothing of its tensor " + name);
      }
    }
  }

  private CorruptDataException corrupt(String expected, String received) {
    return new CorruptDataException(
        path, expected, received, "get the index and its files again from their source");
  }
}
