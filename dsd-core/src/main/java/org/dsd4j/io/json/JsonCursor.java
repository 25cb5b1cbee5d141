package org.dsd4j.io.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of any length as a stream: each method reads the value at the current token and leaves
 * the cursor on its last token. Invalid JSON or UTF-8, deep nesting and repeated keys are errors
 * that name the file and the place in it.
 *
 * @hidden
 */
@Internal
public final class JsonCursor {
  private static final int DEEPEST = 20;
  private static final int LONGEST_NAME = 1 << 12;
  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_TEXT = 1 << 24;
  private static final int LONGEST_QUOTE = 40;
  private static final String REMEDY = "repair the file, or get it again from its source";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(LONGEST_TEXT)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from untrusted files: none may stay in a table of the process.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final String name;
  private final JsonParser parser;

  private JsonCursor(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /** Reads the value at the cursor. */
  public interface ElementReader {
    void read() throws IOException;
  }

  /** Reads the value of a field. */
  public interface FieldReader {
    void read(String field) throws IOException;
  }

  /** Reads a document. */
  public interface DocumentReader {
    void read(JsonCursor json) throws IOException;
  }

  /**
   * Lets {@code reader} read a whole document.
   *
   * @param name the document's name in messages
   */
  public static void read(String name, InputStream utf8, DocumentReader reader) {
    parse(name, () -> FACTORY.createParser(Utf8.reader(utf8)), reader);
  }

  /** Lets {@code reader} read a whole document from bytes. */
  public static void read(String name, byte[] utf8, DocumentReader reader) {
    read(name, new ByteArrayInputStream(utf8), reader);
  }

  /** Lets {@code reader} read a whole document from characters. */
  public static void read(String name, Reader characters, DocumentReader reader) {
    parse(name, () -> FACTORY.createParser(characters), reader);
  }

  private interface Opening {
    JsonParser open() throws IOException;
  }

  private static void parse(String name, Opening opening, DocumentReader reader) {
    try (JsonParser parser = opening.open()) {
      JsonCursor json = new JsonCursor(name, parser);
      parser.nextToken();
      reader.read(json);
      if (parser.nextToken() != null) {
        throw json.wrong("the end of the JSON");
      }
    } catch (CharacterCodingException e) {
      throw new CorruptDataException(name, "JSON in UTF-8", "other bytes", REMEDY).causedBy(e);
    } catch (JsonProcessingException e) {
      long character = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      throw new CorruptDataException(place(name, character), "JSON", e.getOriginalMessage(), REMEDY)
          .causedBy(e);
    } catch (ZipException | EOFException e) {
      throw new CorruptDataException(name, "a whole compressed file", e.getMessage(), REMEDY)
          .causedBy(e);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be read; check access to it", e);
    }
  }

  /** Reads an object; {@code reader} must read the value of each field. */
  public void object(FieldReader reader) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      reader.read(field);
    }
  }

  /** Reads an array; {@code element} must read each element. */
  public void array(ElementReader element) throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  /** Reads an array of at most {@code most} whole numbers of at least 0. */
  public List<Long> wholeNumbers(int most) throws IOException {
    List<Long> numbers = new ArrayList<>();
    array(
        () -> {
          if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
              || parser.getLongValue() < 0
              || numbers.size() == most) {
            throw wrong("at most " + most + " whole numbers of at least 0");
          }
          numbers.add(parser.getLongValue());
        });
    return numbers;
  }

  /** Reads a text. */
  public String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  /** Reads a text or null. */
  public @Nullable String textOrNull() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? null : text();
  }

  /** Reads a number or null. */
  public @Nullable Double numberOrNull() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
      throw wrong("a number");
    }
    return parser.getDoubleValue();
  }

  /** Skips a value. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /** Skips a text, a number, a truth value or null. */
  public void skipScalar() throws IOException {
    if (parser.currentToken() == null || !parser.currentToken().isScalarValue()) {
      throw wrong("a text or a number");
    }
  }

  private void expect(JsonToken token, String description) throws IOException {
    if (parser.currentToken() != token) {
      throw wrong(description);
    }
  }

  /** An error about the value at the cursor. */
  public CorruptDataException wrong(String expected) throws IOException {
    @Nullable JsonToken token = parser.currentToken();
    return wrong(expected, token == null ? "its end" : abbreviated(parser.getText()));
  }

  /** An error at this place. */
  public CorruptDataException wrong(String expected, String received) {
    return new CorruptDataException(
        place(name, parser.currentTokenLocation().getCharOffset()), expected, received, REMEDY);
  }

  private static String place(String name, long character) {
    return name + ", character " + character + " of its JSON";
  }

  private static String abbreviated(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
