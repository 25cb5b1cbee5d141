package org.dsd4j.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.study.row.RowFile;
import org.dsd4j.study.row.StudyDescription;

/**
 * The files of a study: {@code study.json} with its description, {@code rows.jsonl}, and {@code
 * cells} with the checkpoints of unfinished cells.
 *
 * @param description the tasks and arms, those of earlier runs included
 * @param rows the rows
 * @param cells the folder of checkpoints
 */
record StudyFolder(StudyDescription description, RowFile rows, Path cells) {
  /** The file of rows. */
  static final String ROWS = "rows.jsonl";

  private static final String DESCRIPTION = "study.json";

  /**
   * Opens the folder of a study, or of an earlier one that this goes on with.
   *
   * @throws IllegalArgumentException if it has a study in which one of them is another
   */
  static StudyFolder open(Path folder, StudyDescription description) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileErrors.unwritable(folder, e);
    }
    StudyDescription all =
        Files.exists(folder.resolve(DESCRIPTION))
            ? description(folder).extendedBy(description, folder)
            : description;
    write(folder.resolve(DESCRIPTION), all);
    return new StudyFolder(all, RowFile.open(folder.resolve(ROWS)), folder.resolve("cells"));
  }

  /**
   * The description in a folder.
   *
   * @throws CorruptDataException if it is damaged
   */
  static StudyDescription description(Path folder) {
    Path file = folder.resolve(DESCRIPTION);
    Check.argument(
        Files.exists(file),
        "folder of a study",
        "one with " + DESCRIPTION,
        folder,
        "name the folder that a study was written to");
    try {
      return SealedJson.MAPPER.readValue(Files.readAllBytes(file), StudyDescription.class);
    } catch (JsonProcessingException e) {
      throw new CorruptDataException(
              file, "the description of a study", e.getMessage(), "start in another folder")
          .causedBy(e);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  private static void write(Path file, StudyDescription description) {
    try {
      byte[] json =
          SealedJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(description);
      AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(json)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain texts always make JSON", e);
    }
  }
}
