package org.dsd4j.io.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON whose form is known, token by token: what is not of that form, not UTF-8, deeply
 * nested or said twice is an error that names the file.
 *
 * @hidden
 */
@Internal
public final class StrictJson {
  private static final int DEEPEST = 4;
  private static final int LONGEST_NAME = 1 << 12;
  private static final int LONGEST_NUMBER = 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from anywhere: none is to stay behind in a table of the process.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Path file;
  private final JsonParser parser;

  private StrictJson(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** Reads what follows the name of a field. */
  public interface FieldReader {
    void read(String name) throws IOException;
  }

  /** Reads a document. */
  public interface DocumentReader {
    void read(StrictJson json) throws IOException;
  }

  /** Lets {@code reader} read a whole document. */
  public static void read(Path file, byte[] utf8, DocumentReader reader) {
    try (JsonParser parser = FACTORY.createParser(Utf8.reader(new ByteArrayInputStream(utf8)))) {
      StrictJson json = new StrictJson(file, parser);
      reader.read(json);
      if (parser.nextToken() != null) {
        throw json.wrong("the end of the JSON");
      }
    } catch (CharacterCodingException e) {
      throw new CorruptDataException(
              file, "JSON in UTF-8", "other bytes", "get the file again from its source")
          .causedBy(e);
    } catch (JsonProcessingException e) {
      throw new CorruptDataException(
              file, "JSON", e.getOriginalMessage(), "get the file again from its source")
          .causedBy(e);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /** Reads an object; {@code reader} must read the value of each field. */
  public void object(FieldReader reader) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      reader.read(parser.currentName());
    }
  }

  /** Reads an array of at most so many whole numbers of at least 0. */
  public List<Long> wholeNumbers(int most) throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getLongValue() < 0
          || numbers.size() == most) {
        throw wrong("at most " + most + " whole numbers of at least 0");
      }
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  /** Reads a text. */
  public String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  /** Reads a text, a number or a truth value that nobody needs. */
  public void skipScalar() throws IOException {
    if (!parser.nextToken().isScalarValue()) {
      throw wrong("a text or a number");
    }
  }

  private void expect(JsonToken token, String description) throws IOException {
    if (parser.nextToken() != token) {
      throw wrong(description);
    }
  }

  private CorruptDataException wrong(String expected) throws IOException {
    @Nullable JsonToken token = parser.currentToken();
    return new CorruptDataException(
        file + ", character " + parser.currentTokenLocation().getCharOffset() + " of its JSON",
        expected,
        token == null ? "its end" : abbreviated(parser.getText()),
        "get the file again from its source");
  }

  private static String abbreviated(String text) {
    int longest = 40;
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
